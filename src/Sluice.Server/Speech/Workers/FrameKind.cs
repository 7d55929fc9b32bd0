namespace Sluice.Server.Speech.Workers;

/// <summary>What a frame between the server and a recogniser's process holds.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the process, once: what it is to load, as JSON.</summary>
    Setup = 1,

    /// <summary>From the process: it has loaded it.</summary>
    Ready = 2,

    /// <summary>To the process: a piece of sound, 16 kHz mono signed 16-bit little-endian.</summary>
    Sound = 3,

    /// <summary>From the process: the transcript of the piece, as JSON.</summary>
    Transcript = 4,

    /// <summary>From the process: why it cannot, as text. After a setup it ends.</summary>
    Failure = 5,
}
