namespace Sluice.Server.Detection.Codes;

/// <summary>Tells what a code is by the hosts that it leads to.</summary>
internal sealed class CodeJudge(CodeOptions options)
{
    private readonly HostList _allowed = new(options.AllowedHosts);
    private readonly HostList _blocked = new(options.BlockedHosts);

    /// <returns>Null: it leads to allowed hosts, and nowhere else. The place is that of the symbol.</returns>
    public Finding? Judge(CodeSymbol symbol)
    {
        var kind = symbol.IsBars ? CodeDetector.BarCodeKind : CodeDetector.QrCodeKind;
        string[] hosts = [.. CodeAddresses.Hosts(symbol.Content)];
        var isBlocked = hosts.Any(_blocked.Contains);
        if (!isBlocked && CodeAddresses.PlainHost(symbol.Content) is { } host && _allowed.Contains(host) && hosts.All(_allowed.Contains))
        {
            return null;
        }

        return new Finding(CodeDetector.DetectorName, isBlocked ? CodeDetector.BlockedKind : kind, 1.0)
        {
            Name = isBlocked ? kind : null,
            Content = symbol.Content,
            Location = symbol.Location,
        };
    }
}
