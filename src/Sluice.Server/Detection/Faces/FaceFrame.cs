namespace Sluice.Server.Detection.Faces;

/// <summary>A frame on its way through the detector: what is asked of it, and what was seen.</summary>
internal sealed class FaceFrame(Picture picture)
{
    /// <summary>How fast a probability goes from 0 to 1 with the similarity of two faces: from 0.27 to 0.73 within 0.1.</summary>
    private const double Steepness = 20;

    public Picture Picture => picture;

    public bool WantsPlaces { get; init; }

    public bool WantsAge { get; init; }

    public bool WantsGender { get; init; }

    /// <summary>Whom it is searched for.</summary>
    public IReadOnlyList<KnownFace> Known { get; init; } = [];

    /// <summary>Whose face each is compared with; null: nobody's.</summary>
    public float[]? Compared { get; init; }

    public bool WantsTraits => WantsAge || WantsGender || Known.Count > 0 || Compared is not null;

    public bool WantsFaces => WantsPlaces || WantsTraits;

    public IReadOnlyList<FaceBox> Faces { get; set; } = [];

    /// <summary>Of the faces that were described.</summary>
    public Dictionary<FaceBox, FaceTraits> Traits { get; } = [];

    /// <param name="from">The similarity from which two faces are one person's.</param>
    public IReadOnlyList<Finding> Findings(double from)
    {
        List<Finding> findings = [];
        foreach (var face in Faces)
        {
            var place = picture.ToFrame(face.In(picture));
            var seen = new Finding(FaceDetector.DetectorName, FindingKinds.Face, Rounded(face.Probability))
            {
                Location = place,
                Share = picture.ShareOf(place),
            };
            if (Traits.TryGetValue(face, out var traits))
            {
                Describe(seen, traits, from, findings);
            }
            else
            {
                findings.Add(seen);
            }
        }

        return findings;
    }

    private void Describe(Finding face, FaceTraits traits, double from, List<Finding> findings)
    {
        var known = FaceGallery.Match(Known, traits.Descriptor, from);
        findings.Add(face with { Name = known?.Name });
        if (known is { } whose)
        {
            findings.Add(face with { Kind = FindingKinds.KnownFace, Name = whose.Name, Probability = Same(whose.Similarity, from) });
        }

        if (Compared is not null)
        {
            var same = Same(FaceReader.Similarity(Compared, traits.Descriptor), from);
            findings.Add(same >= 0.5
                ? face with { Kind = FindingKinds.SameFace, Probability = same }
                : face with { Kind = FindingKinds.OtherFace, Probability = Rounded(1 - same) });
        }

        if (WantsAge)
        {
            var (group, probability) = AgeGroup.Of(traits.Ages);
            findings.Add(face with { Kind = FindingKinds.Age, Name = group.Name, Probability = Rounded(probability) });
        }

        if (WantsGender)
        {
            var isMale = traits.Male > 0.5f;
            findings.Add(face with
            {
                Kind = FindingKinds.Gender,
                Name = isMale ? FaceDetector.Male : FaceDetector.Female,
                Probability = Rounded(isMale ? traits.Male : 1 - traits.Male),
            });
        }
    }

    /// <summary>That two faces are one person's: 0.5 where they are just similar enough.</summary>
    private static double Same(float similarity, double from) => Rounded(1 / (1 + Math.Exp(-Steepness * (similarity - from))));

    /// <summary>More digits say nothing, and sums of floats may pass 1.</summary>
    private static double Rounded(double probability) => Math.Clamp(Math.Round(probability, 4), 0, 1);
}
