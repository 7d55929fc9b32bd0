using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Callbacks;
using Sluice.Server.Egress;
using Sluice.Server.Storage;

namespace Sluice.Tests.Callbacks;

/// <summary>A dispatcher over a store in memory, or another; it may contact this machine.</summary>
internal sealed class DispatcherBench : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CallbackSender _sender;
    private readonly CallbackDispatcher _dispatcher;

    public DispatcherBench(CallbackOptions? options = null, TimeProvider? time = null, string[]? allow = null, ICallbackStore? outbox = null)
    {
        Time = time ?? Clock;
        var egress = new EgressPolicy(Options.Create(new EgressOptions { Allow = allow ?? ["127.0.0.0/8"] }));
        var wrapped = Options.Create(options ?? new CallbackOptions());
        _sender = new CallbackSender(new EgressConnector(new EgressResolver(egress), Time), wrapped, Time);
        _dispatcher = new CallbackDispatcher(
            outbox ?? Store,
            _sender,
            new SigningSecrets(outbox ?? Store, Time),
            Signal,
            wrapped,
            new CallbackMetrics(_services.GetRequiredService<IMeterFactory>()),
            Time,
            NullLogger<CallbackDispatcher>.Instance);
    }

    public MemoryCallbackStore Store { get; } = new();

    public CallbackSignal Signal { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero));

    public TimeProvider Time { get; }

    public Task StartAsync() => _dispatcher.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _dispatcher.StopAsync(CancellationToken.None);

    public CallbackRow Row(string id, string url, string stream = "s1", int contentType = 1, long sequence = 0) => new()
    {
        Id = id,
        StreamId = stream,
        Tenant = "t",
        ContentType = contentType,
        Kind = CallbackKind.Segment,
        Sequence = sequence,
        Url = url,
        Body = Encoding.UTF8.GetBytes(id),
        CreatedAt = Time.GetUtcNow(),
        DueAt = Time.GetUtcNow(),
    };

    /// <summary>Adds rows and wakes the dispatcher, as a writer of callbacks does.</summary>
    public void Add(params IEnumerable<CallbackRow> rows)
    {
        Store.Add(rows);
        Signal.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        // A stop that waits for the grace of a clock that stands still is cut off.
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var stop = _dispatcher.StopAsync(now.Token);
        _dispatcher.Dispose();
        await stop;
        _sender.Dispose();
        await _services.DisposeAsync();
    }
}
