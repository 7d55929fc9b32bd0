namespace Sluice.Server.Api.Operator;

/// <summary>What may be shown of an address.</summary>
internal static class AddressView
{
    /// <summary>Without credentials, query and fragment.</summary>
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "";
}
