using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>A real puller, and what a test needs around it.</summary>
internal sealed class PullerBench : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public PullerBench(PullOptions? options = null) =>
        Puller = new FfmpegPuller(
            Options.Create(options ?? new PullOptions()),
            new PullMetrics(_services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            NullLogger<FfmpegPuller>.Instance);

    public FfmpegPuller Puller { get; }

    public RecordingSink Sink { get; } = new();

    public Task<PullEnd> PullAsync(string url, int interval = 1, bool audio = true) =>
        Puller.PullAsync(new PullRequest("s", url, interval, audio), Sink, TestContext.Current.CancellationToken);

    public Task<PullEnd> PullUntilAsync(string url, CancellationToken stop) =>
        Puller.PullAsync(new PullRequest("s", url, 1, true), Sink, stop);

    /// <summary>The processes whose command line names the address.</summary>
    public static IReadOnlyList<int> ChildrenOf(string address)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid))
                continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("://" + address, StringComparison.Ordinal))
                    found.Add(pid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }

    public void Dispose()
    {
        Puller.Dispose();
        _services.Dispose();
    }
}
