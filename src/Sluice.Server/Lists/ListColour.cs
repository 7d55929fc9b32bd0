namespace Sluice.Server.Lists;

/// <summary>What it means to be on a list. Stored as a number.</summary>
internal enum ListColour
{
    /// <summary>A risk.</summary>
    Black,

    /// <summary>No risk, whatever else says so.</summary>
    White,
}
