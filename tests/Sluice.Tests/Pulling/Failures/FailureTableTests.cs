using Sluice.Server.Pulling;
using Sluice.Server.Streams;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>Every row of the documented table of failures, with a real server, a real child, a real session and a real store.</summary>
[TakesSeconds(60)]
public sealed class FailureTableTests(FailureRuns runs) : IClassFixture<FailureRuns>
{
    public static TheoryData<string> Names => [.. FailureCases.All.Select(failure => failure.Name)];

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

        var (first, row, isTriedAgain, elapsed, left) = await runs.OfAsync(failure);

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
            isTriedAgain);
        Assert.Equal(documented, seen);
        Assert.InRange(elapsed, failure.NotBefore, failure.NotBefore + FailureRuns.Patience);
        Assert.Empty(left);
    }
}
