using Sluice.Server.Detection;

namespace Sluice.Server.Lists;

/// <summary>Pictures on a tenant's lists. Never changes.</summary>
internal sealed class ListedPictures
{
    /// <summary>Bits of 64 in which a picture may differ from one that is listed.</summary>
    public const int MostBits = 6;

    private readonly (ListMeaning List, ulong[] Hashes)[] _black;
    private readonly ulong[] _white;

    public ListedPictures(IEnumerable<(ListMeaning List, ulong[] Hashes)> black, IEnumerable<ulong> white) =>
        (_black, _white) = ([.. black], [.. white]);

    /// <summary>It looks like one on a white list.</summary>
    public bool IsHarmless(ulong look) => _white.Length > 0 && PictureHash.Distance(Nearest(_white, look), look) <= MostBits;

    /// <summary>One for each black list that it is on, by the entry that is nearest.</summary>
    public IEnumerable<Finding> Find(ulong look)
    {
        foreach (var (list, hashes) in _black.Where(list => list.Hashes.Length > 0))
        {
            var nearest = Nearest(hashes, look);
            if (PictureHash.Distance(nearest, look) is var distance and <= MostBits)
            {
                var entry = ListEntry.OfHash(nearest);
                yield return new Finding(TenantLists.Detector, FindingKinds.ListedPicture, Math.Round(1 - (distance / 64.0), 4))
                {
                    Name = list.Name,
                    Content = entry,
                    Lists = [new ListHit(list, entry)],
                };
            }
        }
    }

    private static ulong Nearest(ulong[] hashes, ulong look)
    {
        var (nearest, least) = (hashes[0], int.MaxValue);
        foreach (var hash in hashes)
        {
            var distance = PictureHash.Distance(hash, look);
            if (distance < least)
            {
                (nearest, least) = (hash, distance);
            }
        }

        return nearest;
    }
}
