using Microsoft.AspNetCore.Http;

namespace Sluice.Cli.Serving;

/// <summary>The value of <c>--urls</c>.</summary>
internal static class ListenAddresses
{
    private const string Example = "e.g. http://127.0.0.1:8080 or https://*:443";

    /// <summary>What is wrong with it, or null. Whether an address is free is known only when it is taken.</summary>
    public static string? Error(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length == 0
            ? $"--urls: must name an address, {Example}"
            : addresses.Where(address => !IsAddress(address))
                .Select(address => $"--urls: '{address}' is no address to listen on: write http or https, a host and a port, {Example}")
                .FirstOrDefault();
    }

    private static bool IsAddress(string text)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return false;
        }
        // A port that is no number is left in the host.
        return address.Scheme.ToLowerInvariant() is "http" or "https"
            && address.PathBase.Length == 0
            && address.Port is >= 0 and <= 65535
            && (address.IsUnixPipe || address.IsNamedPipe || address.Host.StartsWith('[') || !address.Host.Contains(':'));
    }
}
