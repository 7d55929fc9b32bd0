namespace Sluice.Protocol;

/// <summary>What a callback's content is.</summary>
public enum ContentType
{
    /// <summary>A frame.</summary>
    Frame = 1,

    /// <summary>An audio segment.</summary>
    Audio = 2,
}
