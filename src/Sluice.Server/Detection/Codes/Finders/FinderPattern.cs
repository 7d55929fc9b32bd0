namespace Sluice.Server.Detection.Codes.Finders;

/// <summary>What may be one of the three squares by which a QR code is found.</summary>
/// <param name="X">Of its middle, in pixels.</param>
/// <param name="Y">Of its middle, in pixels.</param>
/// <param name="Module">A seventh of its extent along a row, in pixels.</param>
/// <param name="IsLight">Light on dark.</param>
/// <param name="Sightings">Rows that showed it.</param>
internal readonly record struct FinderPattern(double X, double Y, double Module, bool IsLight, int Sightings)
{
    public bool IsAt(FinderPattern other) =>
        IsLight == other.IsLight && Math.Abs(X - other.X) <= Module * 1.5 && Math.Abs(Y - other.Y) <= Module * 1.5
        && other.Module <= Module * 1.5 && other.Module >= Module / 1.5;

    public FinderPattern With(FinderPattern other)
    {
        var all = Sightings + 1;
        return this with
        {
            X = ((X * Sightings) + other.X) / all,
            Y = ((Y * Sightings) + other.Y) / all,
            Module = ((Module * Sightings) + other.Module) / all,
            Sightings = all,
        };
    }
}
