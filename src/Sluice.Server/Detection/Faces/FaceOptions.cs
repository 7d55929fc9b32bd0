namespace Sluice.Server.Detection.Faces;

/// <summary>How faces are looked for, and whose.</summary>
internal sealed class FaceOptions
{
    public const string Section = "Sluice:Detection:Faces";

    /// <summary>From this probability on it may be a face, 0 to 1. Default 0.6.</summary>
    public double DetectFrom { get; set; } = 0.6;

    /// <summary>How well a mesh of a face must fit it, 0 to 1: what tells people's faces from others. Default 0.5.</summary>
    public double CheckFrom { get; set; } = 0.5;

    /// <summary>
    /// Faces of a frame, the largest first, of which age, gender and whose they are is told, 1 to 100. Default 5. Each costs some 15 ms of
    /// a processor.
    /// </summary>
    public int MaxDescribed { get; set; } = 5;

    /// <summary>
    /// A folder with a picture (jpg, png, webp, gif, bmp) or a folder of pictures for each person whom PUBLICFIGURE and POLITY look for; the
    /// name is the person's. Default: none, and neither is judged.
    /// </summary>
    public string? Gallery { get; set; }

    /// <summary>From this similarity of two faces on they are held to be one person's, 0 to 1. Default 0.7.</summary>
    public double MatchFrom { get; set; } = 0.7;

    /// <summary>How long the picture at the URL in imgCompareBase may take, 100 ms to 1 minute. Default 5 s.</summary>
    public TimeSpan CompareTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
