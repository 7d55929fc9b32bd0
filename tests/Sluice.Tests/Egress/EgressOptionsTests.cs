using Sluice.Server.Egress;

namespace Sluice.Tests.Egress;

public class EgressOptionsTests
{
    [Fact]
    public void Every_wrong_network_is_named_with_its_key()
    {
        var options = new EgressOptions
        {
            Allow = ["10.0.0.0/8", "10.0.0.1/8", "nonsense", "10.0.0.0/33", "fd00::/129", "127.1", "", "::ffff:10.0.0.0/104", "fd00::/8", "10.0.0.0/-1"],
        };

        var result = new EgressOptionsValidator().Validate(null, options);

        Assert.Equal(
            [
                "Sluice:Egress:Allow:1: has bits set beyond its prefix: '10.0.0.1/8' should be '10.0.0.0/8'",
                "Sluice:Egress:Allow:2: must be a network such as 10.1.0.0/16 or fd00::/8, or an address, but is 'nonsense'",
                "Sluice:Egress:Allow:3: must have a prefix length of 0 to 32, but is '10.0.0.0/33'",
                "Sluice:Egress:Allow:4: must have a prefix length of 0 to 128, but is 'fd00::/129'",
                "Sluice:Egress:Allow:5: must be a network such as 10.1.0.0/16 or fd00::/8, or an address, but is '127.1'",
                "Sluice:Egress:Allow:6: must be a network such as 10.1.0.0/16 or fd00::/8, or an address, but is ''",
                "Sluice:Egress:Allow:7: must be written as IPv4, but is '::ffff:10.0.0.0/104'",
                "Sluice:Egress:Allow:9: must have a prefix length of 0 to 32, but is '10.0.0.0/-1'",
            ],
            result.Failures);
    }

    [Fact]
    public void Every_wrong_port_and_scheme_is_named_with_its_key()
    {
        var options = new EgressOptions
        {
            Ports = ["443", "8000 - 8999", "0", "65536", "9-8", "1-2-3", "-1", "http", ""],
            SourceSchemes = ["https", "ftp", "HTTP"],
            CallbackSchemes = ["https", "rtmp"],
        };

        Assert.Equal(
            [
                .. new[] { "2: {0}'0'", "3: {0}'65536'", "4: {0}'9-8'", "5: {0}'1-2-3'", "6: {0}'-1'", "7: {0}'http'", "8: {0}''" }.Select(e =>
                    "Sluice:Egress:Ports:" + e.Replace("{0}", "must be a port such as 443, or a range such as 8000-8999, but is ", StringComparison.Ordinal)),
                "Sluice:Egress:SourceSchemes:1: must be one of rtmp, rtmps, http, https, but is 'ftp'",
                "Sluice:Egress:SourceSchemes:2: must be one of rtmp, rtmps, http, https, but is 'HTTP'",
                "Sluice:Egress:CallbackSchemes:1: must be one of http, https, but is 'rtmp'",
            ],
            new EgressOptionsValidator().Validate(null, options).Failures);
    }

    [Fact]
    public void The_default_is_valid_and_allows_nothing()
    {
        Assert.True(new EgressOptionsValidator().Validate(null, new EgressOptions()).Succeeded);
        Assert.Empty(new EgressOptions().Allow);
    }
}
