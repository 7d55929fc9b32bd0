using System.Threading.Channels;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;

namespace Sluice.Tests.Callbacks;

/// <summary>The outbox in memory, as the contract of <see cref="ICallbackStore"/> says.</summary>
internal sealed class MemoryCallbackStore : ICallbackStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CallbackRow> _rows = [];
    private readonly Channel<CallbackOutcome> _outcomes = Channel.CreateUnbounded<CallbackOutcome>();

    /// <summary>So many writes fail before one is made.</summary>
    public int FailingWrites { get; set; }

    /// <summary>So many listings fail before one is answered.</summary>
    public int FailingLists { get; set; }

    /// <summary>So many reads of secrets fail before one is answered.</summary>
    public int FailingSecrets { get; set; }

    /// <summary>Every tenant's.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>Rows that listings returned so far.</summary>
    public int Listed { get; private set; }

    /// <summary>The most rows that one listing returned.</summary>
    public int LargestPage { get; private set; }

    public CallbackRow Row(string id)
    {
        lock (_lock)
        {
            return _rows[id];
        }
    }

    public void Add(params IEnumerable<CallbackRow> rows)
    {
        lock (_lock)
        {
            foreach (var row in rows)
            {
                _rows.Add(row.Id, row);
            }
        }
    }

    /// <summary>The next outcome that was written.</summary>
    public async Task<CallbackOutcome> NextOutcomeAsync() =>
        await _outcomes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public ValueTask<IReadOnlyList<DueEndpoint>> ListEndpointsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DueEndpoint[] endpoints =
            [
                .. Pending().GroupBy(row => row.Endpoint).Select(rows => new DueEndpoint(
                    rows.Key, rows.Min(row => row.DueAt), rows.Where(row => row.DueAt > now).Min(row => (DateTimeOffset?)row.DueAt)))
                    .OrderBy(endpoint => endpoint.FirstDueAt),
            ];
            return ValueTask.FromResult<IReadOnlyList<DueEndpoint>>(endpoints);
        }
    }

    public ValueTask<IReadOnlyList<CallbackRow>> ListDueAsync(
        string endpoint, DateTimeOffset now, int limit, IReadOnlyCollection<CallbackLane> exceptLanes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (FailingLists-- > 0)
            {
                throw new StoreException("cannot list");
            }

            CallbackRow[] page =
            [
                .. Listable().Where(row => row.Endpoint == endpoint && row.DueAt <= now)
                    .Where(row => row.Attempts > 0 || !exceptLanes.Contains(new CallbackLane(row.StreamId, row.ContentType)))
                    .OrderBy(row => row.DueAt).ThenBy(row => row.Sequence).Take(limit),
            ];
            Listed += page.Length;
            LargestPage = Math.Max(LargestPage, page.Length);
            return ValueTask.FromResult<IReadOnlyList<CallbackRow>>(page);
        }
    }

    public Task<int> ShiftPendingAsync(
        TimeSpan by, DateTimeOffset freshFrom, DateTimeOffset freshTo, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            CallbackRow[] moved = [.. Pending().Where(row => row.Attempts > 0 || row.DueAt < freshFrom || row.DueAt > freshTo)];
            foreach (var row in moved)
            {
                _rows[row.Id] = row with { DueAt = row.DueAt + by, CreatedAt = row.CreatedAt + by, ReplayedAt = row.ReplayedAt + by };
            }

            return Task.FromResult(moved.Length);
        }
    }

    public Task<int> HastenPendingAsync(DateTimeOffset now, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            CallbackRow[] late = [.. Pending().Where(row => row.DueAt > latest)];
            foreach (var row in late)
            {
                _rows[row.Id] = row with { DueAt = now };
            }

            return Task.FromResult(late.Length);
        }
    }

    public Task CompleteAsync(IReadOnlyList<CallbackOutcome> outcomes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (FailingWrites-- > 0)
            {
                throw new StoreException("cannot write");
            }

            foreach (var outcome in outcomes)
            {
                var row = _rows[outcome.Id];
                if (row.State == CallbackState.Pending)
                {
                    _rows[outcome.Id] = row with
                    {
                        State = outcome.State,
                        Attempts = outcome.Attempts,
                        DueAt = outcome.DueAt,
                        LastError = outcome.LastError,
                    };
                    _outcomes.Writer.TryWrite(outcome);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<int> ForgetCallbacksAsync(
        DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            string[] old =
            [
                .. _rows.Values.Where(row => row.State != CallbackState.Pending
                    && row.DueAt < (row.State == CallbackState.Delivered ? deliveredBefore : deadBefore)).Take(limit).Select(row => row.Id),
            ];
            return Task.FromResult(old.Count(_rows.Remove));
        }
    }

    public ValueTask<IReadOnlyList<string>> FindCallbackSecretsAsync(string tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return FailingSecrets-- > 0 ? throw new StoreException("cannot read") : ValueTask.FromResult(Secrets);
        }
    }

    public ValueTask<CallbackCounts> CountAsync(string? streamId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var states = _rows.Values.Where(row => streamId is null || row.StreamId == streamId).CountBy(row => row.State).ToDictionary();
            return ValueTask.FromResult(new CallbackCounts(
                states.GetValueOrDefault(CallbackState.Pending),
                states.GetValueOrDefault(CallbackState.Delivered),
                states.GetValueOrDefault(CallbackState.Dead)));
        }
    }

    private IEnumerable<CallbackRow> Listable()
    {
        var pending = Pending().ToList();
        var waitedFor = pending.Where(row => row.Kind == CallbackKind.Segment).Select(row => (row.StreamId, row.ContentType)).ToHashSet();
        return pending.Where(row => row.Kind != CallbackKind.End || !waitedFor.Contains((row.StreamId, row.ContentType)));
    }

    private IEnumerable<CallbackRow> Pending() => _rows.Values.Where(row => row.State == CallbackState.Pending);
}
