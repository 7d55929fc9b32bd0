using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Egress;
using Sluice.Server.Storage;

namespace Sluice.Tests.Callbacks;

public class CallbackServicesTests
{
    [Fact]
    public async Task A_host_that_is_put_together_by_configuration_delivers_and_measures()
    {
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, context =>
        {
            context.Response.StatusCode = context.Request.Path == "/bad" ? 500 : 200;
            return Task.CompletedTask;
        });
        var store = new MemoryCallbackStore();
        await using var services = Services(
            store, ("Sluice:Egress:Allow:0", "127.0.0.0/8"), ("Sluice:Callbacks:RetryDelays:0", "00:00:00.001"));
        var measured = new ConcurrentBag<string>();
        using var listener = Listen(services, measured);
        var dispatcher = services.GetServices<IHostedService>().OfType<CallbackDispatcher>().Single();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);

        store.Add(Row("bad", $"{receiver.Url}/bad"), Row("good", receiver.Url));
        services.GetRequiredService<CallbackSignal>().Wake();
        var outcomes = new[] { await store.NextOutcomeAsync(), await store.NextOutcomeAsync(), await store.NextOutcomeAsync() };
        await dispatcher.StopAsync(CancellationToken.None);

        // One retry, as configured, and not one on top of the defaults.
        Assert.Equal(
            ["bad Dead 2", "bad Pending 1", "good Delivered 1"],
            outcomes.Select(o => $"{o.Id} {o.State} {o.Attempts}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "callback_attempt_seconds", "callback_attempt_seconds", "callback_attempt_seconds",
                "callback_attempts delivered", "callback_attempts server_error", "callback_attempts server_error",
                "callback_dead", "callback_delivery_seconds",
            ],
            measured.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_breaker_that_opens_and_closes_is_counted_and_logged_without_the_urls_secrets()
    {
        var answers = new Queue<int>([500, 500, 200]);
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, context =>
        {
            context.Response.StatusCode = answers.Dequeue();
            return Task.CompletedTask;
        });
        var store = new MemoryCallbackStore();
        var log = new ConcurrentQueue<string>();
        await using var services = Services(
            store,
            log,
            ("Sluice:Egress:Allow:0", "127.0.0.0/8"),
            ("Sluice:Callbacks:RetryDelays:0", "00:00:00.001"),
            ("Sluice:Callbacks:RetryDelays:1", "00:00:00.001"),
            ("Sluice:Callbacks:BreakerFailures", "2"),
            ("Sluice:Callbacks:BreakerDelay", "00:00:00.010"));
        var measured = new ConcurrentBag<string>();
        using var listener = Listen(services, measured);
        var dispatcher = services.GetServices<IHostedService>().OfType<CallbackDispatcher>().Single();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);

        store.Add(Row("c", $"{receiver.Url.Replace("http://", "http://me:hunter2@", StringComparison.Ordinal)}/cb?token=hunter3"));
        services.GetRequiredService<CallbackSignal>().Wake();
        var states = new[] { await store.NextOutcomeAsync(), await store.NextOutcomeAsync(), await store.NextOutcomeAsync() };
        await dispatcher.StopAsync(CancellationToken.None);

        Assert.Equal([CallbackState.Pending, CallbackState.Pending, CallbackState.Delivered], states.Select(o => o.State));
        Assert.Equal(
            ["callback_breaker_openings", "callback_breakers_open", "callback_breakers_open"],
            measured.Where(name => name.Contains("breaker", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains($"{receiver.Url} failed 2 times in a row: callbacks to it wait; it is tried again in 00:00:00.0100000", log);
        Assert.Contains($"{receiver.Url} answers again: callbacks to it go on", log);
        Assert.DoesNotContain(log, line => line.Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_options_are_found_at_start_with_their_keys()
    {
        await using var services = Services(
            new MemoryCallbackStore(),
            ("Sluice:Egress:Allow:0", "nonsense"),
            ("Sluice:Callbacks:Timeout", "00:00:00"),
            ("Sluice:Callbacks:Concurrency", "0"));

        var failure = Assert.Throws<AggregateException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        foreach (var key in new[] { "Sluice:Egress:Allow:0: ", "Sluice:Callbacks:Timeout: ", "Sluice:Callbacks:Concurrency: " })
        {
            Assert.Contains(failure.InnerExceptions, e => e.Message.Contains(key, StringComparison.Ordinal));
        }
    }

    private static ServiceProvider Services(MemoryCallbackStore store, params (string Key, string Value)[] settings) =>
        Services(store, [], settings);

    private static ServiceProvider Services(
        MemoryCallbackStore store, ConcurrentQueue<string> log, params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
                .Build())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ICallbackStore>(store)
            .AddLogging(logging => logging.AddProvider(new LogLines(log)))
            .AddMetrics()
            .AddEgress()
            .AddCallbacks()
            .BuildServiceProvider();

    private static MeterListener Listen(ServiceProvider services, ConcurrentBag<string> measured)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Sluice" && instrument.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => measured.Add($"{instrument.Name} {(tags.IsEmpty ? "" : tags[0].Value)}".Trim()));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => measured.Add(instrument.Name));
        listener.Start();
        return listener;
    }

    private static CallbackRow Row(string id, string url) => new()
    {
        Id = id,
        StreamId = id,
        Tenant = "t",
        ContentType = 1,
        Kind = CallbackKind.Segment,
        Sequence = 0,
        Url = url,
        Body = "{}"u8.ToArray(),
        CreatedAt = TimeProvider.System.GetUtcNow(),
        DueAt = TimeProvider.System.GetUtcNow(),
    };
}
