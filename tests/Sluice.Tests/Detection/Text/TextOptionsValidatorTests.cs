using Sluice.Server.Children;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public class TextOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new TextOptionsValidator().Validate(null, new TextOptions()).Succeeded);

    [Fact]
    public void Every_setting_that_is_out_of_range_is_named()
    {
        var wrong = new TextOptions
        {
            MinProbability = 0,
            MinArabicProbability = 1.1,
            MaxLines = 0,
            MaxCharacters = 10,
            SearchAgainAfter = TimeSpan.Zero,
            TesseractPath = " ",
            TesseractTimeout = TimeSpan.Zero,
            Sandbox = (SandboxMode)9,
        };

        var failures = new TextOptionsValidator().Validate(null, wrong).Failures!.ToList();

        Assert.Equal(
            ["MinProbability", "MinArabicProbability", "MaxLines", "MaxCharacters", "SearchAgainAfter", "TesseractPath", "TesseractTimeout", "Sandbox"],
            failures.Select(failure => failure.Split(':')[3]));
    }
}
