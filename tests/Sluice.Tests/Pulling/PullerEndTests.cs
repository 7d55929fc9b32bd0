using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Children;
using Sluice.Server.Pulling;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Pulling;

public sealed class PullerEndTests
{
    [Fact]
    public async Task A_server_that_ends_before_it_knows_its_sandbox_warns_of_none()
    {
        var lines = new ConcurrentQueue<string>();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(lines)));
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var bench = new PullerBench();
        var options = Options.Create(new PullOptions());
        var sandbox = new Sandbox(options.Value.Sandbox, options.Value.ChildMemoryBytes, "/nonexistent", TimeProvider.System);
        var puller = new FfmpegPuller(
            options,
            sandbox,
            new ProgramHelp(options, TimeProvider.System),
            bench.Gate,
            new PullMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            logs.CreateLogger<FfmpegPuller>());

        puller.Dispose();

        // Its answer comes after the sandbox is known.
        var pull = new PullRequest("s", "http://127.0.0.1:9/x.flv", 1, true);
        var end = await puller.PullAsync(pull, bench.Sink, TestContext.Current.CancellationToken);
        Assert.Equal(PullCause.CannotOpen, end.Cause);
        Assert.Equal("Stream s: no child: The server is stopping.", Assert.Single(lines));
    }
}
