using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Server.Lists;

/// <summary>A tenant's lists, ready to be looked up. Never changes; any number of callers.</summary>
internal sealed class TenantLists
{
    /// <summary>Who found what only a list tells.</summary>
    public const string Detector = "lists";

    private TenantLists(IReadOnlyList<(ListRow List, IReadOnlyList<string> Entries)> lists)
    {
        Words = new ListedWords([.. lists.Where(each => each.List.Settings.Kind == ListKind.Words)]);
        Hosts = new ListedHosts(
            Black(lists, ListKind.Hosts).Select(each => (each.List, new HostList(each.Entries))), new HostList(White(lists, ListKind.Hosts)));
        Faces = new ListedFaces(Black(lists, ListKind.Faces), White(lists, ListKind.Faces));
        Pictures = new ListedPictures(
            Black(lists, ListKind.Images).Select(each => (each.List, each.Entries.Select(ListEntry.ToHash).ToArray())),
            White(lists, ListKind.Images).Select(ListEntry.ToHash));
    }

    public static TenantLists None { get; } = new([]);

    public ListedWords Words { get; }

    public ListedHosts Hosts { get; }

    public ListedFaces Faces { get; }

    public ListedPictures Pictures { get; }

    /// <param name="lists">Each with its entries.</param>
    public static TenantLists Of(IReadOnlyList<(ListRow List, IReadOnlyList<string> Entries)> lists) => lists.Count == 0 ? None : new(lists);

    /// <summary>What was seen in a frame, with what the lists say of it; without what they allow.</summary>
    public IReadOnlyList<Finding> Judge(JudgedFrame frame)
    {
        if (this == None)
        {
            return frame.Findings;
        }

        var findings = frame.Findings.Select(Judge).OfType<Finding>();
        return [.. frame.Look is { } look ? findings.Concat(Pictures.Find(look)) : findings];
    }

    private Finding? Judge(Finding finding) => finding.Kind switch
    {
        CodeDetector.QrCodeKind or CodeDetector.BarCodeKind or CodeDetector.BlockedKind => Hosts.Judge(finding),
        FindingKinds.KnownFace => Faces.Judge(finding),
        _ => finding,
    };

    private static IEnumerable<(ListMeaning List, IEnumerable<string> Entries)> Black(
        IReadOnlyList<(ListRow List, IReadOnlyList<string> Entries)> lists, ListKind kind) =>
        lists.Where(each => each.List.Settings is { Colour: ListColour.Black } settings && settings.Kind == kind)
            .Select(each => (ListMeaning.Of(each.List), each.Entries.AsEnumerable()));

    private static IEnumerable<string> White(IReadOnlyList<(ListRow List, IReadOnlyList<string> Entries)> lists, ListKind kind) =>
        lists.Where(each => each.List.Settings is { Colour: ListColour.White } settings && settings.Kind == kind).SelectMany(each => each.Entries);
}
