using Sluice.Server.Detection.Nudity;

namespace Sluice.Tests.Detection.Nudity;

public class NudityOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new NudityOptionsValidator().Validate(null, new NudityOptions()).Succeeded);

    [Fact]
    public void Every_error_is_named_with_its_key()
    {
        var options = new NudityOptions { RejectFrom = 1.5, ReviewFrom = 2, SexyFrom = double.NaN, DoubtFrom = 0.7, SureFrom = 0.5 };

        var result = new NudityOptionsValidator().Validate(null, options);

        Assert.Equal(
            [
                "Sluice:Detection:Nudity:RejectFrom: must be from 0 to 1",
                "Sluice:Detection:Nudity:ReviewFrom: must be from 0 to 1",
                "Sluice:Detection:Nudity:SexyFrom: must be from 0 to 1",
                "Sluice:Detection:Nudity:ReviewFrom: must be at most RejectFrom",
                "Sluice:Detection:Nudity:DoubtFrom: must be at most SureFrom",
            ],
            result.Failures);
    }
}
