using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class PullOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() =>
        Assert.True(new PullOptionsValidator().Validate(null, new PullOptions()).Succeeded);

    [Theory]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_certificates_is_wrong(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            var failures = new PullOptionsValidator().Validate(null, new PullOptions { TrustedCertificates = path }).Failures!;
            Assert.Equal([$"Sluice:Pulling:TrustedCertificates: must be a readable PEM file of certificates, but is '{path}'"], failures);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_wrong_option_is_named_by_its_full_key()
    {
        var options = new PullOptions
        {
            FfmpegPath = " ",
            TrustedCertificates = "/nowhere/ca.pem",
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
            "FfmpegPath", "TrustedCertificates", "OpenTimeout", "StallTimeout", "HlsStallTimeout", "FrameTimeout", "RetryEvery", "AttemptFor", "ConcurrentStarts",
            "Pauses:1",
        ];
        Assert.Equal(keys.Select(k => "Sluice:Pulling:" + k), failures);
    }
}
