using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>What to pull and how to sample it: <c>data</c> of a submission (protocol §3).</summary>
public sealed record VideoStreamData
{
    /// <summary>NORMAL pulls <see cref="Url"/>; AGORA, TRTC, ZEGO, VOLC and ALI need their parameters.</summary>
    public required string StreamType { get; init; }

    /// <summary>The source: rtmp, rtmps, HTTP-FLV or HLS. At most 600 characters.</summary>
    public string? Url { get; init; }

    /// <summary>The end user's account, at most 64 characters.</summary>
    public required string TokenId { get; init; }

    /// <summary>Language of speech and on-screen text: <c>zh</c> (default), <c>en</c>, <c>ar</c>.</summary>
    public string? Lang { get; init; }

    /// <summary>Seconds between frames, 1 to 60, rounded down; default 3.</summary>
    public double? DetectFrequency { get; init; }

    /// <summary>Only every n-th captured frame is moderated.</summary>
    public int? DetectStep { get; init; }

    /// <summary>Business labels only on every n-th moderated frame; default 1.</summary>
    public int? ImgBusinessDetectStep { get; init; }

    /// <summary>1 to 36: moderate one 10 s segment, skip n.</summary>
    public int? AudioDetectStep { get; init; }

    /// <summary>0: call back REVIEW and REJECT frames only (default); 1: every frame.</summary>
    public int? ReturnAllImg { get; init; }

    /// <summary>The same for audio segments.</summary>
    public int? ReturnAllText { get; init; }

    /// <summary>1: on REJECT audio, <c>content</c> holds the previous and the current segment's text.</summary>
    public int? ReturnPreText { get; init; }

    /// <summary>1: on REJECT audio, <c>preAudioUrl</c> holds the previous and the current 10 s.</summary>
    public int? ReturnPreAudio { get; init; }

    /// <summary>1: send the end callback.</summary>
    public int? ReturnFinishInfo { get; init; }

    /// <summary>1: post each change of state to imgCallback (protocol §8).</summary>
    public int? ReturnStateInfo { get; init; }

    /// <summary>The live room.</summary>
    public string? Room { get; init; }

    /// <summary>The stream's name at the platform.</summary>
    public string? StreamName { get; init; }

    /// <summary>The publisher's device, at most 128 characters.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The publisher's IP address.</summary>
    public string? Ip { get; init; }

    /// <summary>The receiving user's account.</summary>
    public string? ReceiveTokenId { get; init; }

    /// <summary>A picture that faces are compared with, at most 1024 characters.</summary>
    public string? ImgCompareBase { get; init; }

    /// <summary>The user's level, 0 to 4.</summary>
    public int? Level { get; init; }

    /// <summary>The anchor's gender.</summary>
    public string? Gender { get; init; }

    /// <summary>The anchor's name.</summary>
    public string? AnchorName { get; init; }

    /// <summary>The live room's title.</summary>
    public string? LiveTitle { get; init; }

    /// <summary>The live room's cover picture.</summary>
    public string? LiveCover { get; init; }

    /// <summary>What is returned in every callback.</summary>
    public VideoStreamExtra? Extra { get; init; }

    /// <summary>With streamType AGORA.</summary>
    public JsonElement? AgoraParam { get; init; }

    /// <summary>With streamType TRTC.</summary>
    public JsonElement? TrtcParam { get; init; }

    /// <summary>With streamType ZEGO.</summary>
    public JsonElement? ZegoParam { get; init; }

    /// <summary>With streamType VOLC.</summary>
    public JsonElement? VolcParam { get; init; }

    /// <summary>With streamType ALI.</summary>
    public JsonElement? AliParam { get; init; }
}
