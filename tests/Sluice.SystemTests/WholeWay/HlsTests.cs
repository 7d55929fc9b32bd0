using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

public sealed class HlsTests(NginxServer nginx)
{
    [Fact]
    public Task A_live_stream_over_HLS_is_judged_called_back_and_closed_while_it_runs() =>
        StreamRun.RunAsync(async () => await HlsSource.StartAsync(nginx, "whole-way-hls", new CodeWindow(13, 16)));
}
