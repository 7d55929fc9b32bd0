using Sluice.Server.Egress;

namespace Sluice.Server.Api.Submission;

/// <summary>What an address in a submission may look like. What a name resolves to is checked when it is contacted.</summary>
internal sealed class AddressRules(EgressPolicy egress)
{
    /// <summary>Why the callback URL is refused, or null.</summary>
    public string? RefusalOfCallback(string url) => Refusal(url, egress.CallbackSchemes);

    /// <summary>Why the stream's URL is refused, or null.</summary>
    public string? RefusalOfSource(string url) => Refusal(url, egress.SourceSchemes);

    private string? Refusal(string url, SchemeList schemes)
    {
        // White space and backslashes are read differently by different parsers: one that checks and one that connects
        // must see the same host.
        if (url.Any(c => c <= ' ' || c == '\\' || c == '\u007f' || char.IsWhiteSpace(c))
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || !schemes.Contains(uri.Scheme)
            || uri.Host.Length == 0)
        {
            return schemes.Form;
        }

        return egress.RefusalOf(uri);
    }
}
