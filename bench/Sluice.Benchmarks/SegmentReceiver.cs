using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Protocol;

namespace Sluice.Benchmarks;

/// <summary>A customer's callback server that notes how long after an audio segment's end its callback comes.</summary>
internal sealed class SegmentReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SegmentReceiver(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.First());

    /// <summary>Of whole segments of 10 s.</summary>
    public ConcurrentQueue<TimeSpan> Delays { get; } = [];

    public static async Task<SegmentReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new SegmentReceiver(builder.Build());
        receiver._application.Urls.Add("http://127.0.0.1:0");
        receiver._application.Run(receiver.TakeAsync);
        await receiver._application.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var now = TimeProvider.System.GetUtcNow();
        if (CallbackReader.Read(body.ToArray()) is AudioCallback segment)
        {
            var times = segment.AudioDetail.AuxInfo;
            Delays.Enqueue(now - Time(times.EndTime));
        }
    }

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.ParseExact(time, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
