namespace Sluice.Server.Detection.Codes;

/// <summary>Hosts, each with those below it.</summary>
internal sealed class HostList(IEnumerable<string> hosts)
{
    private readonly HashSet<string> _names = [.. hosts.Select(HostName.Normalize)];

    /// <param name="host">In any spelling.</param>
    public bool Contains(string host)
    {
        if (_names.Count == 0)
        {
            return false;
        }

        var name = HostName.Normalize(host);
        for (var at = 0; at >= 0; at = name.IndexOf('.', StringComparison.Ordinal))
        {
            name = at == 0 ? name : name[(at + 1)..];
            if (_names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
