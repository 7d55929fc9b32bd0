using System.Globalization;
using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Callbacks;

/// <summary>What was seen somewhere in a frame, as callbacks say it (protocol §4).</summary>
internal sealed class SeenThings
{
    /// <summary>Persons that a callback names.</summary>
    private const int MostPersons = 10;

    private readonly Finding[] _faces;
    private readonly Finding[] _persons;
    private readonly Finding[] _objects;

    public SeenThings(IEnumerable<Finding> findings)
    {
        // What was seen in the whole picture is no object in it.
        var located = findings.Distinct().Where(finding => finding.Location is not null).ToArray();
        _faces = [.. located.Where(finding => FindingKinds.IsOfFaces(finding.Kind)).GroupBy(finding => finding.Location).Select(Face)];
        _persons = [.. located.Where(finding => finding.Kind == FindingKinds.Person)];
        _objects = [.. located.Where(finding => !FindingKinds.IsOfPeople(finding.Kind))];
    }

    public IReadOnlyList<DetectedFace>? Faces => _faces.Length == 0 ? null :
    [
        .. _faces.Select((face, index) => new DetectedFace
        {
            Id = Id(index),
            Name = face.Name,
            Location = Place(face),
            Probability = face.Probability,
            FaceRatio = face.Share,
        }),
    ];

    public int? FaceCount => _faces.Length == 0 ? null : _faces.Length;

    public IReadOnlyList<DetectedPerson>? Persons => _persons.Length == 0 ? null :
    [
        .. _persons.OrderByDescending(person => person.Probability).Take(MostPersons).Select((person, index) => new DetectedPerson
        {
            Id = Id(index),
            Location = Place(person),
            Probability = person.Probability,
            PersonRatio = person.Share,
        }),
    ];

    /// <summary>All of them, also those that are not named.</summary>
    public int? PersonCount => _persons.Length == 0 ? null : _persons.Length;

    public IReadOnlyList<DetectedObject>? Objects => _objects.Length == 0 ? null :
    [
        .. _objects.Select((thing, index) => new DetectedObject
        {
            Id = Id(index),
            Name = thing.Name ?? thing.Kind,
            Location = Place(thing),
            Probability = thing.Probability,
            QrContent = thing.Content,
        }),
    ];

    /// <summary>What was found out about one face, as one. Only a name of a person is a name here.</summary>
    private static Finding Face(IEnumerable<Finding> findings)
    {
        var face = findings.FirstOrDefault(finding => finding.Kind == FindingKinds.Face) ?? findings.First();
        var named = findings.FirstOrDefault(finding => finding is { Kind: FindingKinds.Face or FindingKinds.KnownFace, Name: not null });
        return face with { Name = named?.Name };
    }

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static int[]? Place(Finding finding) => finding.Location is { } box ? [box.X1, box.Y1, box.X2, box.Y2] : null;
}
