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
        while (!_names.Contains(name))
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return false;
            }

            name = name[(dot + 1)..];
        }

        return true;
    }
}
