using Sluice.Server.Detection;

namespace Sluice.Server.Lists;

/// <summary>Persons of the gallery on a tenant's lists. Never changes.</summary>
internal sealed class ListedFaces
{
    private readonly (ListMeaning List, HashSet<string> Names)[] _black;
    private readonly HashSet<string> _white;

    public ListedFaces(IEnumerable<(ListMeaning List, IEnumerable<string> Names)> black, IEnumerable<string> white)
    {
        _black = [.. black.Select(list => (list.List, list.Names.ToHashSet(StringComparer.OrdinalIgnoreCase)))];
        _white = white.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <returns>With the lists that it is on; null: whose it is, is no matter.</returns>
    public Finding? Judge(Finding face)
    {
        if (face.Name is not { } name)
        {
            return face;
        }

        if (_white.Contains(name))
        {
            return null;
        }

        ListHit[] hits = [.. _black.Where(list => list.Names.Contains(name)).Select(list => new ListHit(list.List, name))];
        return hits.Length == 0 ? face : face with { Lists = [.. face.Lists, .. hits] };
    }
}
