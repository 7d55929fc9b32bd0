namespace Sluice.Server.Detection.Text;

/// <summary>A line on screen and what it says.</summary>
/// <param name="Box">Where.</param>
/// <param name="Look">What it looks like.</param>
/// <param name="Read">What it says; empty: nothing that can be read.</param>
/// <param name="IsArabic">Tesseract read it.</param>
/// <param name="IsOpen">It may be Arabic, and nobody who reads that was asked yet.</param>
internal sealed record TextLine(TextBox Box, LineLook Look, ReadText Read, bool IsArabic = false, bool IsOpen = false);
