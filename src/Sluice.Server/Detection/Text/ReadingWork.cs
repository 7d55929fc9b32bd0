namespace Sluice.Server.Detection.Text;

/// <summary>What a frame took to be read.</summary>
/// <param name="Searched">Pixels that were searched for text; 0: it was as before.</param>
/// <param name="Lines">Lines that were read anew.</param>
internal readonly record struct ReadingWork(long Searched, int Lines);
