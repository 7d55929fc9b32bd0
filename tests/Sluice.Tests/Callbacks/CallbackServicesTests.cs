using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        var dispatcher = services.GetServices<IHostedService>().Single();
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
                "callback_attempts delivered", "callback_attempts http_error", "callback_attempts http_error",
                "callback_dead", "callback_delivery_seconds",
            ],
            measured.Order(StringComparer.Ordinal));
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
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
                .Build())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ICallbackStore>(store)
            .AddLogging()
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
