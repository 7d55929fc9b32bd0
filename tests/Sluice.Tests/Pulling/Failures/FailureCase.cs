using Sluice.Server.Egress;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>A server that misbehaves in the way that a row of the documented table names.</summary>
/// <param name="Name">The row's first column.</param>
/// <param name="StartAsync">Starts the server and says what to pull.</param>
internal sealed record FailureCase(string Name, Func<FailureStage, CancellationToken, Task<string>> StartAsync)
{
    public PullOptions Options { get; init; } = new();

    public bool WantsAudio { get; init; } = true;

    public HostLookup? Lookup { get; init; }

    /// <summary>What may be contacted; null: loopback addresses, at any port.</summary>
    public EgressPolicy? Policy { get; init; }

    /// <summary>The limit that ends it: no attempt ends before.</summary>
    public TimeSpan NotBefore { get; init; }

    public static FailureCase Of(string name, Func<FailureStage, string> start) =>
        new(name, (stage, _) => Task.FromResult(start(stage)));
}
