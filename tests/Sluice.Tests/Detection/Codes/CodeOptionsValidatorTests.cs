using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

public sealed class CodeOptionsValidatorTests
{
    [Fact]
    public void The_defaults_and_hosts_of_all_kinds_are_valid()
    {
        var options = new CodeOptions { AllowedHosts = ["example.com", "Bücher.example", "203.0.113.7"], BlockedHosts = ["例子.测试", "2001:db8::7"] };

        Assert.True(new CodeOptionsValidator().Validate(null, new CodeOptions()).Succeeded);
        Assert.Null(new CodeOptionsValidator().Validate(null, options).Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("com")]
    [InlineData("*.example.com")]
    [InlineData(".example.com")]
    [InlineData("example..com")]
    [InlineData("https://example.com")]
    [InlineData("example.com/path")]
    [InlineData("example.com:443")]
    [InlineData("user@example.com")]
    public void What_is_no_host_is_named_with_its_place(string host)
    {
        var result = new CodeOptionsValidator().Validate(null, new CodeOptions { AllowedHosts = ["a.example", host], BlockedHosts = [host] });

        Assert.Equal(2, result.Failures?.Count());
        Assert.StartsWith("Sluice:Detection:Codes:AllowedHosts:1: must be a host", result.Failures!.First());
        Assert.StartsWith("Sluice:Detection:Codes:BlockedHosts:0: must be a host", result.Failures!.Last());
    }
}
