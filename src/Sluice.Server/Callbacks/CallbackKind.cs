namespace Sluice.Server.Callbacks;

/// <summary>What a callback tells.</summary>
internal enum CallbackKind
{
    /// <summary>The result of one frame or audio segment (protocol §4).</summary>
    Segment = 0,

    /// <summary>The end of the stream (protocol §5). Waits for every segment callback of its stream and content type.</summary>
    End = 1,

    /// <summary>A change of state (protocol §8, opt-in).</summary>
    State = 2,
}
