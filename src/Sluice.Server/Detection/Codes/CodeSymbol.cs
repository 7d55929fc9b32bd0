namespace Sluice.Server.Detection.Codes;

/// <summary>A code that was read.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Location">The smallest upright rectangle around it, in pixels of the picture that was scanned.</param>
/// <param name="IsBars">It is a bar code.</param>
/// <param name="Sightings">Of a bar code: how many lines across it read the same.</param>
internal readonly record struct CodeSymbol(string Content, PixelBox Location, bool IsBars, int Sightings);
