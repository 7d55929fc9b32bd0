using System.Diagnostics;
using Sluice.Server.Pulling;
using Sluice.Server.Streams;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>Every row of the documented table of failures, with a real server, a real child, a real session and a real store.</summary>
public sealed class FailureTableTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A stream that got no frame is tried once more.
    private static readonly PullOptions Schedule = new()
    {
        RetryEvery = TimeSpan.FromMilliseconds(10),
        AttemptFor = TimeSpan.Zero,
        Pauses = [TimeSpan.FromMilliseconds(10)],
    };

    public static TheoryData<string> Names => [.. FailureCases.All.Select(failure => failure.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_case_has_a_row_in_the_documentation_and_every_row_a_case() =>
        Assert.Equal(
            FailureCases.All.Select(failure => failure.Name).Order(StringComparer.Ordinal),
            FailureRow.Documented.Select(row => row.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_failure_has_the_cause_the_code_and_the_consequence_of_its_row(string name)
    {
        var failure = FailureCases.All.Single(failure => failure.Name == name);
        await MakeSegmentAsync();
        await using var stage = new FailureStage(media);
        var url = await failure.StartAsync(stage, Cancellation);
        using var bench = new PullerBench(failure.Options, lookup: failure.Lookup, policy: failure.Policy);
        await using var rig = new SessionRig(Schedule);
        var watch = Stopwatch.StartNew();
        PullEnd? first = null;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Source = async (sink, stop) =>
        {
            if (first is null)
            {
                first = await bench.Puller.PullAsync(new PullRequest("s", url, 1, failure.WantsAudio), new StagedSink(sink, stage), stop);
                watch.Stop();
                return first;
            }

            again.TrySetResult();
            return first.HadFrames ? await SessionRig.UntilStopped(stop) : first;
        };
        var (row, session) = await rig.SubmitAsync();

        var running = session.RunAsync();
        if (await Task.WhenAny(running, again.Task).WaitAsync(Patience, Cancellation) == again.Task && first!.HadFrames)
            await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, Cancellation);

        row = await rig.RowAsync(row);
        Assert.NotNull(first);
        Assert.Equal(StreamState.Ended, row.State);
        Assert.Equal(first switch
        {
            { Cause: PullCause.SourceEnded } => EndReason.SourceEnded,
            { HadFrames: true } => EndReason.ClosedByClient,
            _ => EndReason.PullFailed,
        }, row.EndReason);
        var documented = FailureRow.Documented.SingleOrDefault(row => row.Name == name);
        var seen = new FailureRow(
            name,
            documented?.Says(first.Detail) == true ? documented.Detail : first.Detail,
            row.ErrorCode == 0 ? "–" : $"{row.ErrorCode}",
            again.Task.IsCompleted);
        Assert.Equal(documented, seen);
        Assert.InRange(watch.Elapsed, failure.NotBefore, failure.NotBefore + Patience);
        Assert.Empty(PullerBench.ChildrenOf(new Uri(url).Authority));
    }

    private async Task MakeSegmentAsync()
    {
        if (!File.Exists(Path.Combine(media.Folder, "segment.ts")))
            await media.RunAsync("-i av.flv -t 1 -c copy segment.ts");
    }
}
