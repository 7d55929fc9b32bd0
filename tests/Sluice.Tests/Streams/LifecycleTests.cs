using System.Globalization;
using Sluice.Server.Api;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Hosting;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Streams;

/// <summary>The table of docs/architecture.md, cell by cell: as the code decides it and as a store does it.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private IStore _store = null!;

    public static TheoryData<int, string, int> Cells =>
    [
        .. from state in Enum.GetValues<StreamState>()
           from column in LifecycleTable.Columns
           from sequence in Enumerable.Range(0, column.Value.Length)
           select ((int)state, column.Key, sequence)
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = _database.Open();
        await _store.InitializeAsync(Token);
        await _store.CreateKeyAsync(Rows.Key("acme"), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_code_decides_what_the_cell_says(int stateNumber, string column, int sequence)
    {
        var state = (StreamState)stateNumber;
        var cell = LifecycleTable.Cell(state, column);
        var events = LifecycleTable.Columns[column][sequence];
        foreach (var before in ReasonsIn(state))
        {
            var steps = new List<StreamTransition>();
            foreach (var happened in events)
            {
                steps.Add(steps is [.., var last]
                    ? StreamTransitions.On(happened, last.To, last.Reason)
                    : StreamTransitions.On(happened, state, before));
            }

            Assert.Equal((cell.To, cell.ReasonAfter(before, events[0])), (steps[^1].To, steps[^1].Reason));
            Assert.Equal(cell.Pull, steps[0].Pull);
            Assert.Equal((cell.FreesPlace ? 1 : 0, cell.Ends ? 1 : 0), (steps.Count(step => step.FreesPlace), steps.Count(step => step.Ends)));
            Assert.Equal(cell.Answers, steps.Where(step => step.Answer is not null).Select(Words));
        }

        static string Words(StreamTransition step) =>
            string.Create(CultureInfo.InvariantCulture, $"{(int)step.Answer!}") + (step switch
            {
                { Event: not StreamEvent.SubmittedAgain } => "",
                { To: < StreamState.Closing } => " with 1001",
                _ => " to a stream of its own",
            });
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_store_does_what_the_cell_says(int stateNumber, string column, int sequence)
    {
        var state = (StreamState)stateNumber;
        var cell = LifecycleTable.Cell(state, column);
        var stream = await BringIntoAsync(state);
        var before = await RowAsync(stream);
        var (active, ends) = (await ActiveAsync(), await EndsAsync(stream));
        var (answers, others) = (new List<string>(), 0);

        foreach (var happened in LifecycleTable.Columns[column][sequence])
        {
            var answer = await ApplyAsync(happened, stream);
            if (answer is not null)
            {
                answers.Add(answer);
                others += answer.EndsWith("own", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        var after = await RowAsync(stream);
        Assert.Equal(
            (cell.To, cell.ReasonAfter(before.EndReason, LifecycleTable.Columns[column][sequence][0])), (after.State, after.EndReason));
        Assert.Equal(cell.Answers, answers);
        Assert.Equal(active - (cell.FreesPlace ? 1 : 0) + others, await ActiveAsync());
        Assert.Equal(ends + (cell.Ends ? 2 : 0), await EndsAsync(stream));
    }

    [Fact]
    public void A_table_that_lacks_a_row_a_column_or_a_cell_or_says_what_means_nothing_is_an_error()
    {
        var page = File.ReadAllLines(Path.Combine(DocumentationTests.Root, "docs", "architecture.md"));
        var closing = Array.FindIndex(page, line => line.StartsWith("| closing |", StringComparison.Ordinal));
        Assert.Equal(StreamStates.Names, LifecycleTable.Parse(page).Keys);

        Assert.ThrowsAny<Exception>(() => LifecycleTable.Parse([.. page[..closing], .. page[(closing + 1)..]]));
        Assert.ThrowsAny<Exception>(() => LifecycleTable.Parse(page.Select(line => line.Replace("| restart |", "|", StringComparison.Ordinal))));
        Assert.ThrowsAny<Exception>(() => LifecycleTable.Parse(page.Select(line => line.Replace("| stays; pulled again |", "|", StringComparison.Ordinal))));
        Assert.ThrowsAny<Exception>(() => LifecycleCell.Read("", StreamState.Closing));
        Assert.ThrowsAny<Exception>(() => LifecycleCell.Read("stays; pull waits", StreamState.Closing));
    }

    private static EndReason[] ReasonsIn(StreamState state) => state switch
    {
        StreamState.Closing => [EndReason.ClosedByClient, EndReason.Operator],
        StreamState.Ended => [EndReason.ClosedByClient, EndReason.Operator, EndReason.SourceEnded, EndReason.PullFailed],
        _ => [EndReason.None],
    };

    private async Task<StreamRow> BringIntoAsync(StreamState state)
    {
        var stream = Rows.Stream();
        Assert.Equal(SubmitStatus.Accepted, (await _store.SubmitAsync(stream, Token)).Status);
        StreamEvent[] way = state switch
        {
            StreamState.Submitted => [],
            StreamState.Connecting => [StreamEvent.Opening],
            StreamState.Pulling => [StreamEvent.Opening, StreamEvent.MediaArrived],
            StreamState.Retrying => [StreamEvent.Opening, StreamEvent.AttemptFailed],
            StreamState.Closing => [StreamEvent.ClosedByOperator],
            _ => [StreamEvent.ClosedByOperator, StreamEvent.Drained],
        };
        foreach (var happened in way)
        {
            await ApplyAsync(happened, stream);
        }

        Assert.Equal(state, (await RowAsync(stream)).State);
        return stream;
    }

    // Returns what a caller was answered, in words of the table.
    private async Task<string?> ApplyAsync(StreamEvent happened, StreamRow stream)
    {
        switch (happened)
        {
            case StreamEvent.ClosedByClient or StreamEvent.ClosedByOperator:
                var reason = happened == StreamEvent.ClosedByOperator ? EndReason.Operator : EndReason.ClosedByClient;
                var closed = await _store.CloseAsync(stream.Id, "acme", reason, Rows.Now, Token);
                return string.Create(CultureInfo.InvariantCulture, $"{(int)CloseCodes.Of(closed.Decision)}");
            case StreamEvent.SubmittedAgain:
                var submitted = await _store.SubmitAsync(Rows.Stream(source: stream.SourceHash), Token);
                Assert.Equal(submitted.Status == SubmitStatus.Duplicate ? stream.Id : null, submitted.RunningId);
                return submitted.Status == SubmitStatus.Duplicate ? "1902 with 1001" : "1100 to a stream of its own";
            case StreamEvent.TakenUp:
                var taken = await _store.TakeOverAsync("node2", null, Token);
                Assert.Equal((await RowAsync(stream)).State == StreamState.Ended ? [] : [stream.Id], taken.Select(row => row.Id));
                return null;
            case StreamEvent.PullFailed or StreamEvent.SourceEnded or StreamEvent.Drained:
                var end = happened switch
                {
                    StreamEvent.PullFailed => EndReason.PullFailed,
                    StreamEvent.SourceEnded => EndReason.SourceEnded,
                    _ => EndReason.ClosedByClient,
                };
                CallbackRow[] ends = [Rows.End(stream) with { Id = Rows.NewId() }, Rows.End(stream, 2) with { Id = Rows.NewId() }];
                await _store.EndAsync(Rows.Report(stream, ends), end, Rows.Now, Token);
                return null;
            default:
                var state = happened switch
                {
                    StreamEvent.Opening => StreamState.Connecting,
                    StreamEvent.MediaArrived => StreamState.Pulling,
                    _ => StreamState.Retrying,
                };
                await _store.ReportAsync(Rows.Report(stream) with { State = state }, Token);
                return null;
        }
    }

    private async Task<StreamRow> RowAsync(StreamRow stream) => (await _store.FindStreamAsync(stream.Id, Token))!;

    private async Task<int> ActiveAsync() => (await _store.FindKeyAsync(Rows.AccessKeyOf("acme"), Token))!.Tenant.ActiveStreams;

    private async Task<int> EndsAsync(StreamRow stream) =>
        (await _store.ListCallbacksAsync(new CallbackFilter("acme", stream.Id, null, null, 100), Token))
        .Count(callback => callback.Kind == CallbackKind.End);
}
