using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class DetectionOptionsValidatorTests
{
    private readonly DetectionOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(_validator.Validate(null, new DetectionOptions()).Succeeded);

    [Fact]
    public void Every_wrong_setting_is_named()
    {
        var wrong = new DetectionOptions { Workers = 0, QueueLength = -1, MaxBatch = 65, DetectorTimeout = TimeSpan.Zero, ModelThreads = 0, ModelFolder = " " };

        var result = _validator.Validate(null, wrong);

        Assert.Equal(
            [
                "Sluice:Detection:Workers: must be from 1 to 256",
                "Sluice:Detection:QueueLength: must be from 1 to 100000",
                "Sluice:Detection:MaxBatch: must be from 1 to 64",
                "Sluice:Detection:ModelThreads: must be from 1 to 64",
                "Sluice:Detection:ModelFolder: must name a folder",
                "Sluice:Detection:DetectorTimeout: must be from 00:00:00.010 to 00:10:00",
            ],
            result.Failures);
    }
}
