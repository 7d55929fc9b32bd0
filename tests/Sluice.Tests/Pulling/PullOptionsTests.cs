using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class PullOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() =>
        Assert.True(new PullOptionsValidator().Validate(null, new PullOptions()).Succeeded);

    [Fact]
    public void Every_wrong_option_is_named_by_its_full_key()
    {
        var options = new PullOptions
        {
            FfmpegPath = " ",
            OpenTimeout = TimeSpan.Zero,
            StallTimeout = TimeSpan.FromDays(2),
            HlsStallTimeout = TimeSpan.Zero,
            FrameTimeout = TimeSpan.FromSeconds(-1),
            RetryEvery = TimeSpan.Zero,
            AttemptFor = TimeSpan.FromSeconds(-1),
            ConcurrentStarts = 0,
            Pauses = [TimeSpan.FromSeconds(1), TimeSpan.Zero],
        };

        var failures = new PullOptionsValidator().Validate(null, options).Failures!.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]);

        string[] keys =
        [
            "FfmpegPath", "OpenTimeout", "StallTimeout", "HlsStallTimeout", "FrameTimeout", "RetryEvery", "AttemptFor", "ConcurrentStarts",
            "Pauses:1",
        ];
        Assert.Equal(keys.Select(k => "Sluice:Pulling:" + k), failures);
    }
}
