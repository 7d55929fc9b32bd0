using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Server.Lists;

/// <summary>Hosts on a tenant's lists. Never changes.</summary>
internal sealed class ListedHosts
{
    private readonly (ListMeaning List, HostList Hosts)[] _black;
    private readonly HostList _white;

    public ListedHosts(IEnumerable<(ListMeaning List, HostList Hosts)> black, HostList white) => (_black, _white) = ([.. black], white);

    /// <summary>Judges a code, or an address in a text.</summary>
    /// <returns>With the lists that it is on; null: it leads to allowed hosts, and nowhere else.</returns>
    public Finding? Judge(Finding finding)
    {
        if (finding.Content is not { } content)
        {
            return finding;
        }

        var isOfText = FindingKinds.IsOfTexts(finding.Kind);
        string[] hosts = [.. isOfText ? LinkText.Hosts(content) : CodeAddresses.Hosts(content)];
        if (IsAllowed(finding.Kind, isOfText || CodeAddresses.PlainHost(content) is not null, hosts))
        {
            return null;
        }

        ListHit[] hits =
        [
            .. _black.Select(list => (list.List, Host: hosts.FirstOrDefault(list.Hosts.Contains)))
                .Where(hit => hit.Host is not null)
                .Select(hit => new ListHit(hit.List, HostName.Normalize(hit.Host!))),
        ];
        return hits.Length == 0 ? finding : finding with { Lists = [.. finding.Lists, .. hits] };
    }

    /// <summary>What the operator blocks no tenant allows. A code must be one plain address; in a text an address goes without its scheme.</summary>
    private bool IsAllowed(string kind, bool isPlain, string[] hosts) =>
        kind != CodeDetector.BlockedKind && isPlain && hosts.Length > 0 && hosts.All(_white.Contains);
}
