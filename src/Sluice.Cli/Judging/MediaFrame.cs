namespace Sluice.Cli.Judging;

/// <summary>A frame of a file.</summary>
/// <param name="At">Its time in the file; zero for an image.</param>
/// <param name="Jpeg">As a stream's frames are: at most 1920 pixels on its longer side.</param>
internal sealed record MediaFrame(TimeSpan At, byte[] Jpeg);
