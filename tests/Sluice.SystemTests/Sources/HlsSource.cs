using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>HLS with segments of a second.</summary>
internal sealed class HlsSource : IPulledSource
{
    private static readonly TimeSpan ComesUpWithin = TimeSpan.FromSeconds(15);

    private readonly LiveSource _broadcaster;
    private readonly ConnectionTap _tap;
    private readonly string _name;

    private HlsSource(LiveSource broadcaster, ConnectionTap tap, string name, CodeWindow codes) =>
        (_broadcaster, _tap, _name, Codes) = (broadcaster, tap, name, codes);

    public string Url => $"http://127.0.0.1:{_tap.Port}/hls/{_name}.m3u8";

    public CodeWindow Codes { get; }

    public bool IsRunning => _broadcaster.IsRunning;

    public int Connections => _tap.Connections;

    public static async Task<HlsSource> StartAsync(NginxServer nginx, string name, CodeWindow codes)
    {
        var broadcaster = LiveSource.Publish(codes, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{name}");
        var playlist = Path.Combine(nginx.Files, "hls", name + ".m3u8");
        await Eventually.BeTrueAsync(() => File.Exists(playlist), ComesUpWithin, $"nginx writes {playlist}");
        return new HlsSource(broadcaster, new ConnectionTap(nginx.HttpPort), name, codes);
    }

    public Task<long> PlayerLeftAsync(TimeSpan within) => _tap.AllLeftAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _tap.DisposeAsync();
        await _broadcaster.DisposeAsync();
    }
}
