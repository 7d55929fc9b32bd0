using Sluice.Protocol;

namespace Sluice.Server.Streams;

/// <summary>A submission (protocol §3), validated, with defaults filled in. Kept with the stream as JSON.</summary>
internal sealed record StreamSettings
{
    public required string AppId { get; init; }

    public required string EventId { get; init; }

    /// <summary>NORMAL, AGORA …</summary>
    public required string StreamType { get; init; }

    /// <summary>The address that is pulled. Holds credentials: never logged, never shown whole.</summary>
    public required string Url { get; init; }

    public required string TokenId { get; init; }

    /// <summary>Risk types wanted for frames (imgType), in the order given.</summary>
    public IReadOnlyList<string> ImageTypes { get; init; } = [];

    /// <summary>Business types wanted for frames (imgBusinessType).</summary>
    public IReadOnlyList<string> ImageBusinessTypes { get; init; } = [];

    /// <summary>Risk types wanted for audio (audioType). Empty with no business types: audio is not wanted.</summary>
    public IReadOnlyList<string> AudioTypes { get; init; } = [];

    public IReadOnlyList<string> AudioBusinessTypes { get; init; } = [];

    public required string ImageCallback { get; init; }

    /// <summary>Null when audio is not wanted.</summary>
    public string? AudioCallback { get; init; }

    /// <summary>Language of messages and descriptions.</summary>
    public MessageLanguage MessageLanguage { get; init; }

    /// <summary>Language of speech and on-screen text: zh, en, ar.</summary>
    public string ContentLanguage { get; init; } = "zh";

    /// <summary>Whole seconds between frames, 1 to 60.</summary>
    public int FrameInterval { get; init; } = 3;

    /// <summary>Only every n-th captured frame is moderated. Null: all, and callbacks carry no detectType.</summary>
    public int? DetectStep { get; init; }

    /// <summary>Business labels only on every n-th moderated frame.</summary>
    public int BusinessDetectStep { get; init; } = 1;

    /// <summary>n: moderate one segment, skip n. 0: moderate all.</summary>
    public int AudioDetectStep { get; init; }

    /// <summary>imgCompareBase: whom FACECOMPARE looks for. It may hold credentials: never logged.</summary>
    public string? CompareBase { get; init; }

    public bool ReturnAllImages { get; init; }

    public bool ReturnAllText { get; init; }

    public bool ReturnPreText { get; init; }

    public bool ReturnPreAudio { get; init; }

    public bool ReturnFinishInfo { get; init; }

    /// <summary>Each change of state is called back.</summary>
    public bool ReturnStateInfo { get; init; }

    /// <summary>The tenant's at the time of the submission: risky results a minute of one label and content type. 0: any number.</summary>
    public int FloodLimit { get; init; }

    /// <summary>The tenant's at the time of the submission: similar risky frames are left out.</summary>
    public bool SimilarityDedup { get; init; }

    public string? Room { get; init; }

    /// <summary>data.level: of the user, 0 to 4. Null: not given.</summary>
    public int? UserLevel { get; init; }

    public string? StreamName { get; init; }

    /// <summary>extra.passThrough as JSON text, null when there was none.</summary>
    public string? PassThrough { get; init; }

    /// <summary>The submission's <c>data</c> as sent (decrypted when it was SM4), as JSON text: echoed in the end callback.</summary>
    public required string Data { get; init; }

    /// <summary>Audio is pulled and moderated.</summary>
    public bool WantsAudio => AudioTypes.Count + AudioBusinessTypes.Count > 0;
}
