using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Cli.Callbacks;

/// <summary>What one line says about a callback (protocol §4, §5, §8). Fields of the wrong type count as absent.</summary>
internal sealed record CallbackLine
{
    public required CallbackLineKind Kind { get; init; }

    /// <summary>The stream's requestId.</summary>
    public string StreamId { get; init; } = "";

    /// <summary>As in the requestId; empty for what is no segment.</summary>
    public string Sequence { get; init; } = "";

    /// <summary>PASS, REVIEW or REJECT; of a state callback the state.</summary>
    public string Level { get; init; } = "";

    /// <summary>The label in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Of a frame, or the beginning of a sound, as the server wrote it.</summary>
    public string CapturedAt { get; init; } = "";

    /// <summary>What was seen or heard, or how the stream ended.</summary>
    public string Seen { get; init; } = "";

    /// <summary>Contents of the QR codes in the frame.</summary>
    public IReadOnlyList<string> QrContents { get; init; } = [];

    /// <summary>Parts of the text on screen that are a risk.</summary>
    public IReadOnlyList<string> RiskSegments { get; init; } = [];

    /// <summary>An end callback's, when the pull failed.</summary>
    public int? ErrorCode { get; init; }

    public bool IsEnd => Kind is CallbackLineKind.FrameEnd or CallbackLineKind.AudioEnd;

    /// <summary>Of a body as it came; one that is no JSON is shown as it is.</summary>
    public static CallbackLine Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new CallbackLine { Kind = CallbackLineKind.Unknown, Seen = Short(Encoding.UTF8.GetString(body.Span)) };
        }
    }

    private static CallbackLine Read(JsonElement callback)
    {
        if (callback.ValueKind != JsonValueKind.Object)
            return new CallbackLine { Kind = CallbackLineKind.Unknown, Seen = Short(callback.GetRawText()) };
        return (callback.Number("statCode"), callback.Number("contentType")) switch
        {
            (0, 1) => ReadFrame(callback),
            (0, 2) => ReadAudio(callback),
            (1, 1) => ReadEnd(callback, CallbackLineKind.FrameEnd),
            (1, 2) => ReadEnd(callback, CallbackLineKind.AudioEnd),
            (2, _) => ReadState(callback),
            _ => new CallbackLine { Kind = CallbackLineKind.Unknown, StreamId = callback.Text("requestId"), Seen = Short(callback.GetRawText()) },
        };
    }

    private static CallbackLine ReadFrame(JsonElement callback)
    {
        var frame = callback.Member("frameDetail");
        var (stream, sequence) = SplitId(callback);
        var objects = frame.Member("riskDetail").Items("objects").ToArray();
        var codes = objects.Select(o => o.Text("qrContent")).Where(t => t.Length > 0).ToArray();
        var seen = objects.Select(o => $"{o.Text("qrContent", o.Text("name"))} {Place(o)}".TrimEnd()).ToList();
        var ocr = frame.Member("riskDetail").Member("ocrText");
        var segments = ocr.Items("riskSegments").Select(s => s.Text("segment")).Where(t => t.Length > 0).ToArray();
        if (segments.Length > 0)
            seen.AddRange(segments.Select(Quote));
        else if (ocr.Text("text") is { Length: > 0 } text)
            seen.Add(Quote(text));
        return new CallbackLine
        {
            Kind = CallbackLineKind.Frame,
            StreamId = stream,
            Sequence = sequence,
            Level = frame.Text("riskLevel"),
            Description = frame.Text("riskDescription", frame.Text("riskLabel1")),
            CapturedAt = frame.Member("auxInfo").Text("imgTime"),
            Seen = string.Join("; ", seen),
            QrContents = codes,
            RiskSegments = segments,
        };
    }

    private static CallbackLine ReadAudio(JsonElement callback)
    {
        var audio = callback.Member("audioDetail");
        var (stream, sequence) = SplitId(callback);
        var text = audio.Text("content", audio.Text("audioText"));
        return new CallbackLine
        {
            Kind = CallbackLineKind.Audio,
            StreamId = stream,
            Sequence = sequence,
            Level = audio.Text("riskLevel"),
            Description = audio.Text("riskDescription", audio.Text("riskLabel1")),
            CapturedAt = audio.Member("auxInfo").Text("audio_starttime", audio.Member("auxInfo").Text("audioStartTime")),
            Seen = text.Length > 0 ? Quote(text) : audio.Number("vadCode") switch { 0 => "silent", 1 => "sound", _ => "" },
        };
    }

    private static CallbackLine ReadEnd(JsonElement callback, CallbackLineKind kind)
    {
        var info = callback.Member("auxInfo");
        var error = info.Number("errorCode");
        var seen = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{info.Number("streamTime") ?? 0} s of stream") };
        if (callback.Member("pullStreamSuccess").ValueKind == JsonValueKind.False)
            seen.Add("no frame was captured");
        if (error is not null)
            seen.Add(string.Create(CultureInfo.InvariantCulture, $"errorCode {error}"));
        return new CallbackLine
        {
            Kind = kind,
            StreamId = callback.Text("requestId"),
            Level = callback.Text("riskLevel"),
            Seen = string.Join(", ", seen),
            ErrorCode = error,
        };
    }

    private static CallbackLine ReadState(JsonElement callback) => new()
    {
        Kind = CallbackLineKind.State,
        StreamId = callback.Text("requestId"),
        Level = callback.Text("state"),
        CapturedAt = callback.Text("time"),
        ErrorCode = callback.Number("errorCode"),
        Seen = callback.Number("errorCode") is { } error ? string.Create(CultureInfo.InvariantCulture, $"errorCode {error}") : "",
    };

    private static (string Stream, string Sequence) SplitId(JsonElement callback)
    {
        var id = callback.Text("requestId");
        var first = id.IndexOf('_');
        return first < 0 ? (id, "") : (id[..first], id[(id.LastIndexOf('_') + 1)..]);
    }

    private static string Place(JsonElement found) =>
        found.Member("location").ValueKind == JsonValueKind.Array ? found.Member("location").GetRawText() : "";

    private static string Quote(string text) => $"“{Short(text)}”";

    private static string Short(string text) => text.Length <= 160 ? text : string.Concat(text.AsSpan(0, 159), "…");
}
