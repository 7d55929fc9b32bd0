using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class CallbackOptionsTests
{
    [Fact]
    public void Every_wrong_value_is_named_with_its_key()
    {
        var options = new CallbackOptions
        {
            Timeout = TimeSpan.Zero,
            RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(-1), TimeSpan.FromDays(2)],
            MaxAge = TimeSpan.Zero,
            MaxRetryAfter = TimeSpan.FromSeconds(-1),
            Concurrency = 0,
            EndpointConcurrency = 5000,
            BreakerFailures = 0,
            BreakerDelay = TimeSpan.FromSeconds(9),
            BreakerMaxDelay = TimeSpan.FromSeconds(8),
            LanePatience = TimeSpan.FromSeconds(-1),
            ShutdownGrace = TimeSpan.FromHours(1),
        };

        var failures = new CallbackOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            [
                "Sluice:Callbacks:BreakerFailures", "Sluice:Callbacks:BreakerMaxDelay",
                "Sluice:Callbacks:Concurrency", "Sluice:Callbacks:EndpointConcurrency", "Sluice:Callbacks:LanePatience",
                "Sluice:Callbacks:MaxAge", "Sluice:Callbacks:MaxRetryAfter", "Sluice:Callbacks:RetryDelays:1",
                "Sluice:Callbacks:RetryDelays:2", "Sluice:Callbacks:ShutdownGrace", "Sluice:Callbacks:Timeout",
            ],
            failures.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.True(new CallbackOptionsValidator().Validate(null, new CallbackOptions()).Succeeded);
}
