using Sluice.Cli.Demo;

namespace Sluice.SystemTests.Sources;

/// <summary>RTMP, from a server that several can play from.</summary>
internal sealed class RtmpSource : IPulledSource
{
    private readonly LiveSource _broadcaster;
    private readonly SourceTap _tap;
    private readonly string _name;

    private RtmpSource(LiveSource broadcaster, SourceTap tap, string name, CodeWindow codes) =>
        (_broadcaster, _tap, _name, Codes) = (broadcaster, tap, name, codes);

    public string Url => $"rtmp://127.0.0.1:{_tap.Port}/live/{_name}";

    public CodeWindow Codes { get; }

    public bool IsRunning => _broadcaster.IsRunning;

    // The tap takes one player and refuses the next.
    public int Connections => _tap.Started.IsCompleted ? 1 : 0;

    public static async Task<RtmpSource> StartAsync(NginxServer nginx, string name, CodeWindow codes)
    {
        var broadcaster = LiveSource.Publish(codes, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{name}");
        await nginx.PublishedAsync(name);
        return new RtmpSource(broadcaster, new SourceTap(nginx.RtmpPort, TimeProvider.System), name, codes);
    }

    public Task<long> PlayerLeftAsync(TimeSpan within) => _tap.PlayerLeft.WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _tap.DisposeAsync();
        await _broadcaster.DisposeAsync();
    }
}
