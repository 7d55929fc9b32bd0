using Sluice.Server.Detection.Quality;

namespace Sluice.Tests.Detection.Quality;

public sealed class QualityOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new QualityOptionsValidator().Validate(null, new QualityOptions()).Succeeded);

    [Fact]
    public void Everything_that_is_wrong_is_named()
    {
        var options = new QualityOptions { BlurFrom = 0.6, BlackBelow = 300, WhiteAbove = -1, FrozenAfter = TimeSpan.Zero };

        Assert.Equal(
            [
                "Sluice:Detection:Quality:BlurFrom: must be more than 0.65, and at most 20",
                "Sluice:Detection:Quality:BlackBelow: must be from 0 to 255",
                "Sluice:Detection:Quality:WhiteAbove: must be from 0 to 255",
                "Sluice:Detection:Quality:WhiteAbove: must be more than BlackBelow",
                "Sluice:Detection:Quality:FrozenAfter: must be from 00:00:01 to 1.00:00:00",
            ],
            new QualityOptionsValidator().Validate(null, options).Failures);
    }

    [Fact]
    public void No_number_is_no_blur() =>
        Assert.Single(new QualityOptionsValidator().Validate(null, new QualityOptions { BlurFrom = double.NaN }).Failures!);
}
