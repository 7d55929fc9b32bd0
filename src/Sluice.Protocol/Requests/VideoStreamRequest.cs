namespace Sluice.Protocol;

/// <summary>Submit: <c>POST /videostream/v4</c> (protocol §3).</summary>
public sealed record VideoStreamRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/videostream/v4";

    /// <summary>The tenant's key, at most 20 characters.</summary>
    public required string AccessKey { get; init; }

    /// <summary>One of the tenant's applications, at most 64 characters.</summary>
    public required string AppId { get; init; }

    /// <summary>The kind of event that is moderated, at most 64 characters.</summary>
    public required string EventId { get; init; }

    /// <summary>Risk types of frames joined by <c>_</c>. This or <see cref="ImgBusinessType"/> is required.</summary>
    public string? ImgType { get; init; }

    /// <summary>Business types of frames joined by <c>_</c>.</summary>
    public string? ImgBusinessType { get; init; }

    /// <summary>Risk types of audio joined by <c>_</c>. This or <see cref="AudioBusinessType"/> when audio is wanted.</summary>
    public string? AudioType { get; init; }

    /// <summary>Business types of audio joined by <c>_</c>.</summary>
    public string? AudioBusinessType { get; init; }

    /// <summary>http(s) URL for frame results, at most 1024 characters.</summary>
    public string? ImgCallback { get; init; }

    /// <summary>http(s) URL for audio results, required when audio is wanted.</summary>
    public string? AudioCallback { get; init; }

    /// <summary>Older clients' name: stands in for a missing imgCallback or audioCallback.</summary>
    public string? Callback { get; init; }

    /// <summary><c>zh</c> or <c>en</c>: language of messages and descriptions, callbacks included.</summary>
    public string? AcceptLang { get; init; }

    /// <summary><c>sm4</c>: then <see cref="Data"/> is a cipher text.</summary>
    public string? EncryptType { get; init; }

    /// <summary>What to pull and how, plain or encrypted.</summary>
    public required VideoStreamPayload Data { get; init; }
}
