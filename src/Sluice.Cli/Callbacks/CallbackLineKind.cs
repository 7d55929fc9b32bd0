namespace Sluice.Cli.Callbacks;

internal enum CallbackLineKind
{
    /// <summary>Not of this protocol.</summary>
    Unknown,
    Frame,
    Audio,

    /// <summary>The end callback to the imgCallback.</summary>
    FrameEnd,

    /// <summary>The end callback to the audioCallback.</summary>
    AudioEnd,
    State,
}
