using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

public sealed class HttpFlvTests
{
    [Fact]
    public Task A_live_stream_over_HTTP_FLV_is_judged_called_back_and_closed_while_it_runs() =>
        StreamRun.RunAsync(async () => await FlvSource.StartAsync(new CodeWindow(3, 6)));
}
