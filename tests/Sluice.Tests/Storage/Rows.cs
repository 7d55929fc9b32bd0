using System.Globalization;
using System.Text;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

/// <summary>Rows to store.</summary>
internal static class Rows
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static string NewId() => Guid.NewGuid().ToString("n");

    public static string AccessKeyOf(string tenant) => $"key-of-{tenant}";

    public static TenantRow Tenant(string name) => new()
    {
        Name = name,
        Applications = ["default"],
        MaxQps = 50,
        MaxStreams = 100,
        Language = MessageLanguage.Chinese,
        SecretKey = "0123456789abcdef0123456789abcdef",
        CallbackSecrets = ["whsec_bmV3", "whsec_b2xk"],
    };

    public static KeyRow Key(string tenant) => new()
    {
        AccessKey = AccessKeyOf(tenant),
        Tenant = Tenant(tenant),
        Permissions = KeyPermissions.Submit | KeyPermissions.Close,
        ExpiresAt = Now.AddDays(1),
        CreatedAt = Now,
    };

    public static StreamRow Stream(string tenant = "acme", string? source = null) => new()
    {
        Id = NewId(),
        Tenant = tenant,
        SourceHash = source ?? NewId(),
        Owner = "node1",
        SubmittedAt = Now,
        Settings = new StreamSettings
        {
            AppId = "default",
            EventId = "VIDEOSTREAM",
            StreamType = "NORMAL",
            Url = "rtmp://source.example/live/42",
            TokenId = "u-42",
            ImageTypes = ["POLITY", "QRCODE"],
            AudioBusinessTypes = ["GENDER"],
            ImageCallback = "https://live.example/cb/img",
            MessageLanguage = MessageLanguage.Chinese,
            FrameInterval = 0,
            DetectStep = 2,
            PassThrough = """{"shard":"7"}""",
            Data = """{"url":"rtmp://source.example/live/42","room":"直播"}""",
        },
    };

    public static StreamProgress Progress { get; } = new()
    {
        FirstCaptureAt = Now,
        LastFrameAt = Now.AddSeconds(9),
        Worst = RiskLevel.Reject,
        NextFrame = 7,
        FramesRisky = 2,
    };

    public static StreamReport Report(StreamRow stream, params CallbackRow[] callbacks) => new()
    {
        StreamId = stream.Id,
        Epoch = stream.Epoch,
        Progress = Progress,
        Callbacks = callbacks,
    };

    public static CallbackRow Segment(StreamRow stream, long sequence, int contentType = 1) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_{contentType}_{sequence}"),
        StreamId = stream.Id,
        Tenant = stream.Tenant,
        ContentType = contentType,
        Kind = CallbackKind.Segment,
        Sequence = sequence,
        Url = stream.Settings.ImageCallback,
        Body = Encoding.UTF8.GetBytes("""{"code":1100,"message":"成功"}"""),
        CreatedAt = Now,
        DueAt = Now,
    };

    public static CallbackRow End(StreamRow stream, int contentType = 1) => Segment(stream, 0, contentType) with
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_end_{contentType}"),
        Kind = CallbackKind.End,
    };

    public static CallbackOutcome Delivered(CallbackRow row) => new(row.Id, CallbackState.Delivered, row.Attempts + 1, Now, null);

    public static CallbackOutcome Dead(CallbackRow row) => new(row.Id, CallbackState.Dead, row.Attempts + 1, Now, "503");

    public static CallbackOutcome Again(CallbackRow row, TimeSpan after) =>
        new(row.Id, CallbackState.Pending, row.Attempts + 1, Now + after, "timeout");
}
