using Sluice.Server.Detection.Faces;

namespace Sluice.Tests.Detection.Faces;

public class FaceOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new FaceOptionsValidator().Validate(null, new FaceOptions()).Succeeded);

    [Fact]
    public void Every_error_is_named_with_its_key()
    {
        var options = new FaceOptions
        {
            DetectFrom = 1,
            CheckFrom = 0,
            MatchFrom = double.NaN,
            MaxDescribed = 0,
            Gallery = " ",
            CompareTimeout = TimeSpan.Zero,
        };

        var result = new FaceOptionsValidator().Validate(null, options);

        Assert.Equal(
            [
                "Sluice:Detection:Faces:DetectFrom: must be above 0 and below 1",
                "Sluice:Detection:Faces:CheckFrom: must be above 0 and below 1",
                "Sluice:Detection:Faces:MatchFrom: must be above 0 and below 1",
                "Sluice:Detection:Faces:MaxDescribed: must be from 1 to 100",
                "Sluice:Detection:Faces:Gallery: must name a folder",
                "Sluice:Detection:Faces:CompareTimeout: must be from 00:00:00.100 to 00:01:00",
            ],
            result.Failures);
    }
}
