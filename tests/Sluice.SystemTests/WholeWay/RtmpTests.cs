using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

public sealed class RtmpTests(NginxServer nginx)
{
    [Fact]
    public Task A_live_stream_over_RTMP_is_judged_called_back_and_closed_while_it_runs() =>
        StreamRun.RunAsync(async () => await RtmpSource.StartAsync(nginx, "whole-way-rtmp", new CodeWindow(10, 13)));
}
