using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Tests.Storage;

public sealed class GroupCommitWriterTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly SqliteFile _file;
    private Action<SqliteSession> _onOpen = _ => { };
    private int _opened;
    private GroupCommitWriter _writer = null!;

    public GroupCommitWriterTests() => _file = new SqliteFile(_database.Path, TimeSpan.FromSeconds(2));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _file.Prepare();
        using (var session = _file.OpenWriter())
        {
            SqliteSchema.Apply(session);
            session.Script("CREATE TABLE words (word TEXT NOT NULL UNIQUE, tenant TEXT REFERENCES tenants (name))");
        }

        _writer = Writer(SqliteLimits.Default);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task Writes_that_wait_share_one_commit()
    {
        using var gate = new Gate();
        var first = gate.Block(_writer);
        await gate.Blocked;
        var writes = Enumerable.Range(0, 100).Select(i => Add($"word{i}")).ToList();
        var commits = new List<int>();
        using var listener = Listen<int>("store_commit_writes", commits.Add);

        gate.Open();
        await Task.WhenAll(writes);
        await first;

        Assert.Equal([1, 100], commits);
        Assert.Equal(100, await CountAsync());
    }

    [Fact]
    public async Task A_batch_is_bounded()
    {
        await using var small = Writer(new SqliteLimits { Batch = 8 });
        using var gate = new Gate();
        var first = gate.Block(small);
        await gate.Blocked;
        var writes = Enumerable.Range(0, 20).Select(i => Add($"word{i}", small)).ToList();
        var commits = new List<int>();
        using var listener = Listen<int>("store_commit_writes", commits.Add);

        gate.Open();
        await Task.WhenAll(writes);
        await first;

        Assert.Equal([1, 8, 8, 4], commits);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_their_token_ends_the_wait()
    {
        await using var small = Writer(new SqliteLimits { Queue = 2 });
        using var gate = new Gate();
        var first = gate.Block(small);
        await gate.Blocked;
        var queued = new[] { Add("a", small), Add("b", small) };
        using var source = new CancellationTokenSource();

        var impatient = small.WriteAsync(Insert("c"), source.Token);
        var patient = Add("d", small);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        gate.Open();
        await Task.WhenAll([first, patient, .. queued]);
        Assert.Equal(3, await CountAsync());
    }

    [Fact]
    public async Task A_queued_write_that_is_cancelled_is_skipped()
    {
        using var gate = new Gate();
        var first = gate.Block(_writer);
        await gate.Blocked;
        using var source = new CancellationTokenSource();
        var cancelled = _writer.WriteAsync(Insert("cancelled"), source.Token);
        var made = Add("made");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        gate.Open();
        await Task.WhenAll(first, made);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_write_that_fails_half_way_leaves_nothing_and_the_others_of_its_batch_are_made()
    {
        await Add("taken");
        using var gate = new Gate();
        var first = gate.Block(_writer);
        await gate.Blocked;
        var before = Add("before");
        var failing = _writer.WriteAsync(session => Insert("half")(session) + Insert("taken")(session), Token);
        var buggy = _writer.WriteAsync<int>(session => throw new FormatException(Insert("bug")(session).ToString()), Token);
        var after = Add("after");

        gate.Open();

        var error = await Assert.ThrowsAsync<StoreException>(() => failing);
        Assert.IsType<SqliteException>(error.InnerException);
        await Assert.ThrowsAsync<FormatException>(() => buggy);
        await Task.WhenAll(first, before, after);
        Assert.Equal(["after", "before", "taken"], await WordsAsync());
    }

    [Fact]
    public async Task A_commit_that_fails_fails_the_whole_batch_and_the_next_one_is_made()
    {
        var failures = new List<long>();
        using var listener = Listen<long>("store_failures", failures.Add);
        using var gate = new Gate();
        var first = gate.Block(_writer);
        await gate.Blocked;
        var innocent = Add("innocent");
        // Found out at the commit only.
        var guilty = _writer.WriteAsync(
            session =>
            {
                session.Script("PRAGMA defer_foreign_keys = ON");
                return session.Execute("INSERT INTO words (word, tenant) VALUES ('guilty', 'nobody')");
            },
            Token);

        gate.Open();

        await first;
        await Assert.ThrowsAsync<StoreException>(() => innocent);
        await Assert.ThrowsAsync<StoreException>(() => guilty);
        Assert.Equal(2, failures.Sum());
        await Add("next");
        Assert.Equal(["next"], await WordsAsync());
    }

    [Fact]
    public async Task A_full_disk_fails_writes_that_need_room_and_is_over_when_there_is_room()
    {
        await Add("short");
        await _writer.WriteAsync(session => session.Number("PRAGMA max_page_count = 1"), Token);
        using var gate = new Gate();
        var first = gate.Block(_writer);
        await gate.Blocked;
        var batch = new[] { Add("small"), Add(new string('x', 100_000)) };

        gate.Open();

        await first;
        foreach (var write in batch)
            Assert.Equal("The disk is full.", (await Assert.ThrowsAsync<StoreException>(() => write)).Message);
        await _writer.WriteAsync(session => session.Execute("UPDATE words SET word = 'shorn'"), Token);
        await _writer.WriteAsync(session => session.Number("PRAGMA max_page_count = 100000"), Token);
        await Add(new string('x', 100_000));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_fails_the_writes_until_it_can()
    {
        _onOpen = session => session.Script("SELECT * FROM no_such_table");
        await Assert.ThrowsAsync<StoreException>(() => Add("lost"));
        await Assert.ThrowsAsync<StoreException>(() => Add("lost"));
        _onOpen = _ => { };

        await Add("kept");

        Assert.Equal(["kept"], await WordsAsync());
        Assert.Equal(3, _opened);
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again()
    {
        await Add("first");
        await Assert.ThrowsAsync<StoreException>(
            () => _writer.WriteAsync(
                session =>
                {
                    // The transaction is gone, as after an I/O error.
                    session.Script("ROLLBACK");
                    return session.Execute("SELECT * FROM no_such_table");
                },
                Token));

        await Add("second");

        Assert.Equal(["first", "second"], await WordsAsync());
        Assert.Equal(2, _opened);
    }

    private static Func<SqliteSession, int> Insert(string word) =>
        session => session.Execute("INSERT INTO words (word) VALUES ($word)", ("$word", word));

    private Task<int> Add(string word, GroupCommitWriter? writer = null) => (writer ?? _writer).WriteAsync(Insert(word), Token);

    private Task<long?> CountAsync() => _writer.WriteAsync(session => session.Number("SELECT COUNT(*) FROM words"), Token);

    private Task<List<string>> WordsAsync() => _writer.WriteAsync(
        session => session.List("SELECT word FROM words ORDER BY word", reader => reader.GetString(0)), Token);

    private GroupCommitWriter Writer(SqliteLimits limits) => new(
        () =>
        {
            _opened++;
            var session = _file.OpenWriter();
            _onOpen(session);
            return session;
        },
        limits, _database.Time, _database.Metrics, NullLogger.Instance);

    private MeterListener Listen<T>(string instrument, Action<T> record)
        where T : struct
    {
        var meter = _database.Meters.Create("Sluice");
        var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Name == instrument && published.Meter == meter)
                    self.EnableMeasurementEvents(published);
            },
        };
        listener.SetMeasurementEventCallback<T>((_, value, _, _) => record(value));
        listener.Start();
        return listener;
    }

    /// <summary>Holds the writer inside a write, so that what comes meanwhile waits.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Blocked => _blocked.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);

        public Task<int> Block(GroupCommitWriter writer) => writer.WriteAsync(
            session =>
            {
                _blocked.TrySetResult();
                _open.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
                return 0;
            },
            Token);

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }
}
