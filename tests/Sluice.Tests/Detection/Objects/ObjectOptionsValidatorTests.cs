using Sluice.Server.Detection.Objects;

namespace Sluice.Tests.Detection.Objects;

public class ObjectOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new ObjectOptionsValidator().Validate(null, new ObjectOptions()).Succeeded);

    [Theory]
    [InlineData(0, -0.1)]
    [InlineData(1.1, 1.1)]
    [InlineData(double.NaN, double.NaN)]
    public void Every_error_is_named_with_its_key(double probability, double overlap) => Assert.Equal(
        [
            "Sluice:Detection:Objects:MinProbability: must be above 0 and at most 1",
            "Sluice:Detection:Objects:MinBladeProbability: must be above 0 and at most 1",
            "Sluice:Detection:Objects:MaxOverlap: must be from 0 to 1",
        ],
        new ObjectOptionsValidator().Validate(null, new ObjectOptions { MinProbability = probability, MinBladeProbability = probability, MaxOverlap = overlap }).Failures);
}
