using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Protocol;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

/// <summary>Writes callbacks as protocol §4 and §5 say. Pure but for the clock that dates them.</summary>
internal sealed class CallbackBodies(IOptions<ServerOptions> server, TimeProvider time)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff";

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(server.Value.TimeZone);

    /// <param name="stream">The frame's stream.</param>
    /// <param name="sequence">Its place in capture order.</param>
    /// <param name="verdict">What it came to.</param>
    /// <param name="imageUrl">Where it can be seen.</param>
    /// <param name="times">When it was captured and judged.</param>
    /// <param name="moderated">False: detectStep left it out.</param>
    /// <param name="afterSimilar">Similar frames were left out before this one.</param>
    public CallbackRow Frame(
        StreamRow stream, long sequence, Verdict verdict, string? imageUrl, ProcessTimes times, bool moderated, bool afterSimilar = false)
    {
        var settings = stream.Settings;
        var language = settings.MessageLanguage;
        var requestId = string.Create(
            CultureInfo.InvariantCulture, $"{stream.Id}_{stream.Owner}e{stream.Epoch}_{sequence:D7}");
        var body = new FrameCallback
        {
            RequestId = requestId,
            Code = ResponseCode.Success,
            Message = ResponseMessages.Of(ResponseCode.Success, language),
            StatCode = 0,
            ContentType = ContentType.Frame,
            AuxInfo = Aux(settings),
            FrameDetail = FrameDetails.Of(verdict, language, imageUrl, new FrameAuxInfo
            {
                ImgTime = Local(times.CapturedFrom),
                BeginProcessTime = times.Began.ToUnixTimeMilliseconds(),
                FinishProcessTime = times.Finished.ToUnixTimeMilliseconds(),
                DetectType = settings.DetectStep is null ? null : moderated ? 1 : 2,
                Room = settings.Room,
                SimilarityDedup = afterSimilar ? 1 : null,
            }),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Wire.FrameCallback);
        return Row(stream, ContentType.Frame, CallbackKind.Segment, requestId, sequence, json) with { PolicyVersion = verdict.PolicyVersion };
    }

    /// <param name="stream">The segment's stream.</param>
    /// <param name="sequence">Its place in capture order.</param>
    /// <param name="verdict">What it came to.</param>
    /// <param name="silent">Nothing can be heard in it.</param>
    /// <param name="audioUrl">Where it can be heard.</param>
    /// <param name="times">When it was captured and judged.</param>
    public CallbackRow Audio(StreamRow stream, long sequence, Verdict verdict, bool silent, string? audioUrl, ProcessTimes times)
    {
        var settings = stream.Settings;
        var language = settings.MessageLanguage;
        var requestId = string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_{sequence}");
        var (start, end) = (Local(times.CapturedFrom), Local(times.CapturedTo));
        var body = new AudioCallback
        {
            RequestId = requestId,
            Code = ResponseCode.Success,
            Message = ResponseMessages.Of(ResponseCode.Success, language),
            StatCode = 0,
            ContentType = ContentType.Audio,
            AuxInfo = Aux(settings),
            AudioDetail = new AudioDetail
            {
                AudioUrl = audioUrl,
                VadCode = silent ? 0 : 1,
                RiskLevel = verdict.Level,
                RiskLabel1 = verdict.Label.Label1,
                RiskLabel2 = verdict.Label.Label2,
                RiskLabel3 = verdict.Label.Label3,
                RiskDescription = RiskDescription.Of(verdict, language),
                RiskDetail = new AudioRiskDetail { RiskSource = verdict.Source, AudioText = "" },
                AuxInfo = new AudioAuxInfo
                {
                    StartTime = start,
                    EndTime = end,
                    AudioStartTime = start,
                    AudioEndTime = end,
                    BeginProcessTime = times.Began.ToUnixTimeMilliseconds(),
                    FinishProcessTime = times.Finished.ToUnixTimeMilliseconds(),
                    Room = settings.Room,
                    PassThrough = Json(settings.PassThrough),
                },
            },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Wire.AudioCallback);
        return Row(stream, ContentType.Audio, CallbackKind.Segment, requestId, sequence, json) with { PolicyVersion = verdict.PolicyVersion };
    }

    /// <summary>A change of the stream's state, or null when the submission did not ask for it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">What the state is now.</param>
    /// <param name="errorCode">3001 to 3005 when the pull failed.</param>
    /// <param name="sequence">Grows from change to change under one owner.</param>
    public CallbackRow? State(StreamRow stream, StreamState state, int? errorCode, long sequence)
    {
        if (!stream.Settings.ReturnStateInfo)
        {
            return null;
        }

        var name = StreamStates.NameOf(state);
        var body = new StateCallback
        {
            RequestId = stream.Id,
            Code = ResponseCode.Success,
            Message = ResponseMessages.Of(ResponseCode.Success, stream.Settings.MessageLanguage),
            StatCode = 2,
            State = name,
            ErrorCode = errorCode,
            Time = Local(time.GetUtcNow()),
        };

        // A stream closes and ends once, whatever becomes of its owners.
        var id = state >= StreamState.Closing
            ? $"{stream.Id}_state_{name}"
            : string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_state_{stream.Owner}e{stream.Epoch}_{sequence}");
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Wire.StateCallback);
        return Row(stream, ContentType.Frame, CallbackKind.State, id, sequence, json);
    }

    /// <summary>The end callbacks that are owed: none unless the submission asked, else one per content type.</summary>
    public IReadOnlyList<CallbackRow> Ends(StreamRow stream, StreamProgress progress, int? errorCode)
    {
        if (!stream.Settings.ReturnFinishInfo)
        {
            return [];
        }

        var frame = End(stream, ContentType.Frame, progress, errorCode);
        return stream.Settings.WantsAudio ? [frame, End(stream, ContentType.Audio, progress, errorCode)] : [frame];
    }

    private CallbackRow End(StreamRow stream, ContentType contentType, StreamProgress progress, int? errorCode)
    {
        var settings = stream.Settings;
        var data = Json(settings.Data);
        var body = new EndCallback
        {
            RequestId = stream.Id,
            Code = ResponseCode.Success,
            Message = ResponseMessages.Of(ResponseCode.Success, settings.MessageLanguage),
            StatCode = 1,
            ContentType = contentType,
            RiskLevel = progress.Worst,
            PullStreamSuccess = progress.FramesCaptured > 0,
            AuxInfo = new EndAuxInfo
            {
                StreamTime = progress.StreamSeconds,
                ErrorCode = errorCode,
                PassThrough = Json(settings.PassThrough),
            },
            Detail = contentType == ContentType.Frame ? new EndDetail { RequestParams = data } : null,
            RequestParams = contentType == ContentType.Audio ? data : null,
        };
        var id = string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_end_{(int)contentType}");
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Wire.EndCallback);
        return Row(stream, contentType, CallbackKind.End, id, long.MaxValue, json);
    }

    private CallbackRow Row(StreamRow stream, ContentType contentType, CallbackKind kind, string id, long sequence, byte[] body)
    {
        var now = time.GetUtcNow();
        return new CallbackRow
        {
            Id = id,
            StreamId = stream.Id,
            Tenant = stream.Tenant,
            ContentType = (int)contentType,
            Kind = kind,
            Sequence = sequence,
            Url = contentType == ContentType.Audio ? stream.Settings.AudioCallback! : stream.Settings.ImageCallback,
            Body = body,
            CreatedAt = now,
            DueAt = now,
        };
    }

    private static PassThroughInfo Aux(StreamSettings settings) => new() { PassThrough = Json(settings.PassThrough) };

    private static JsonElement? Json(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).ToString(TimeFormat, CultureInfo.InvariantCulture);
}
