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
    public void The_default_is_valid_and_allows_nothing()
    {
        Assert.True(new EgressOptionsValidator().Validate(null, new EgressOptions()).Succeeded);
        Assert.Empty(new EgressOptions().Allow);
    }
}
