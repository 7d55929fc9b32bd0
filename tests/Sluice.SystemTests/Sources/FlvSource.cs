using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>HTTP-FLV: a player gets a broadcast of its own, from second 0 on, one at a time, that goes on when the player has gone.</summary>
internal sealed class FlvSource : IPulledSource
{
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<LiveSource> _broadcasters = [];
    private int _players;
    private long _lastLeft;

    private FlvSource(WebApplication application, CodeWindow codes) => (_application, Codes) = (application, codes);

    public string Url => $"{_application.Urls.First()}/live/room.flv";

    public CodeWindow Codes { get; }

    public bool IsRunning => Broadcasters.All(source => source.IsRunning);

    public int Connections => Broadcasters.Count;

    private IReadOnlyList<LiveSource> Broadcasters
    {
        get
        {
            lock (_lock)
                return [.. _broadcasters];
        }
    }

    public static async Task<FlvSource> StartAsync(CodeWindow codes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var source = new FlvSource(builder.Build(), codes);
        source._application.Run(source.PlayAsync);
        await source._application.StartAsync(TestContext.Current.CancellationToken);
        return source;
    }

    public async Task<long> PlayerLeftAsync(TimeSpan within)
    {
        await Eventually.BeTrueAsync(() => Volatile.Read(ref _players) == 0, within, "the player of the FLV has gone");
        return Volatile.Read(ref _lastLeft);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        foreach (var broadcaster in Broadcasters)
            await broadcaster.DisposeAsync();
        _stop.Dispose();
    }

    private async Task PlayAsync(HttpContext context)
    {
        // Two broadcasts would be two programmes.
        if (Interlocked.CompareExchange(ref _players, 1, 0) != 0)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var broadcaster = LiveSource.WriteFlv(Codes);
        lock (_lock)
            _broadcasters.Add(broadcaster);
        await using var left = context.RequestAborted.UnsafeRegister(_ => OnLeft(), null);
        context.Response.ContentType = "video/x-flv";
        var buffer = new byte[32768];
        try
        {
            int read;
            while ((read = await broadcaster.Output.ReadAsync(buffer, _stop.Token)) > 0)
            {
                // To nobody, once the player has gone: a broadcast does not depend on who watches.
                if (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private void OnLeft()
    {
        Volatile.Write(ref _lastLeft, TimeProvider.System.GetTimestamp());
        Interlocked.Decrement(ref _players);
    }
}
