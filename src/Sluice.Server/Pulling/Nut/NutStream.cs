namespace Sluice.Server.Pulling.Nut;

/// <summary>One stream of a NUT file, as its header names it.</summary>
internal sealed class NutStream
{
    public required NutStreamClass Class { get; init; }

    /// <summary>Seconds per timestamp unit: numerator and denominator.</summary>
    public required (long Num, long Den) TimeBase { get; init; }

    /// <summary>A coded timestamp below 2 to this power gives only the lowest bits.</summary>
    public required int MsbPtsShift { get; init; }

    /// <summary>The timestamp of the last packet, in units of the time base.</summary>
    public long LastPts { get; set; }
}
