using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Server.Children;
using Sluice.Server.Egress;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Gate;
using Sluice.SystemTests.Processes;
using Sluice.Tests.Egress;

namespace Sluice.Tests.Pulling;

/// <summary>A real puller, and what a test needs around it.</summary>
internal sealed class PullerBench : IDisposable
{
    // What a program is and how it is confined is tried out once, not for each bench; by a spawner that no bench takes with it.
    private static readonly ConcurrentDictionary<(string Ffmpeg, SandboxMode Mode, int Memory), (Sandbox, ProgramHelp)> Programs = new();
    private static readonly ChildSpawner Trials = new();
    private static readonly ChildNetwork Network = ChildNetwork.Create();

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ILoggerFactory _logs;

    /// <param name="options">How is pulled; null: the defaults.</param>
    /// <param name="allowed">What may be contacted although it is not public.</param>
    /// <param name="lookup">Resolves names; null: the system does.</param>
    /// <param name="policy">What may be contacted in all; null: any port of what is allowed.</param>
    /// <param name="network">Where children are; null: a network of their own, when this process may make one.</param>
    /// <param name="log">Where the puller logs to; null: nowhere.</param>
    public PullerBench(
        PullOptions? options = null,
        string allowed = "127.0.0.0/8",
        HostLookup? lookup = null,
        EgressPolicy? policy = null,
        ChildNetwork? network = null,
        ILoggerProvider? log = null)
    {
        var pull = Options.Create(options ?? new PullOptions());
        policy ??= EgressPolicyTests.Policy(allowed);
        var resolver = lookup is null ? new EgressResolver(policy) : new EgressResolver(policy, lookup);
        var metrics = new PullMetrics(_services.GetRequiredService<IMeterFactory>());
        var connector = new SourceConnector(
            new EgressConnector(resolver, TimeProvider.System), new SourceTrust(pull), pull, TimeProvider.System);
        Gate = new EgressGate(connector, network ?? Network, metrics, TimeProvider.System, NullLogger<EgressGate>.Instance);
        _logs = log is null ? NullLoggerFactory.Instance : LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        var (sandbox, help) = ProgramOf(pull);
        Puller = new FfmpegPuller(pull, sandbox, help, Gate, metrics, TimeProvider.System, _logs.CreateLogger<FfmpegPuller>());
    }

    public EgressGate Gate { get; }

    public FfmpegPuller Puller { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>What a child would connect to the gate with.</summary>
    public TcpClient NewChild() => new() { Client = Gate.Network.NewSocket() };

    public Task<PullEnd> PullAsync(string url, int interval = 1, bool audio = true) =>
        Puller.PullAsync(new PullRequest("s", url, interval, audio), Sink, TestContext.Current.CancellationToken);

    public Task<PullEnd> PullUntilAsync(string url, CancellationToken stop) =>
        Puller.PullAsync(new PullRequest("s", url, 1, true), Sink, stop);

    /// <summary>The processes whose command line names the address.</summary>
    public static IReadOnlyList<int> ChildrenOf(string address) => ProcessTable.With("://" + address);

    public void Dispose()
    {
        Puller.Dispose();
        Gate.Dispose();
        _logs.Dispose();
        _services.Dispose();
    }

    private static (Sandbox Sandbox, ProgramHelp Help) ProgramOf(IOptions<PullOptions> pull)
    {
        var program = (pull.Value.FfmpegPath, pull.Value.Sandbox, pull.Value.ChildMemory);
        return Programs.GetOrAdd(program, added =>
        {
            var (sandbox, help) = (new Sandbox(pull.Value.Sandbox, pull.Value.ChildMemoryBytes, "/nonexistent", TimeProvider.System), new ProgramHelp(pull, TimeProvider.System));
            _ = AskAsync(sandbox, help, pull.Value.FfmpegPath);
            return (sandbox, help);
        });
    }

    private static async Task AskAsync(Sandbox sandbox, ProgramHelp help, string ffmpeg)
    {
        if (await sandbox.FindAsync(Trials, ffmpeg, "-version") is { } confinement)
            await help.IsPickyAsync(Trials, confinement);
    }
}
