using Microsoft.Extensions.Options;
using Sluice.Server.Api.Submission;
using Sluice.Server.Egress;

namespace Sluice.Tests.Egress;

public class PortListTests
{
    [Theory]
    [InlineData(80, true)]
    [InlineData(443, true)]
    [InlineData(1024, true)]
    [InlineData(1935, true)]
    [InlineData(3000, true)]
    [InlineData(8080, true)]
    [InlineData(8443, true)]
    [InlineData(65535, true)]
    [InlineData(0, false)]
    [InlineData(22, false)]
    [InlineData(25, false)]
    [InlineData(81, false)]
    [InlineData(1023, false)]
    [InlineData(2375, false)]
    [InlineData(2379, false)]
    [InlineData(5432, false)]
    [InlineData(6379, false)]
    [InlineData(10250, false)]
    [InlineData(11211, false)]
    [InlineData(27017, false)]
    [InlineData(65536, false)]
    public void By_default_ports_of_media_and_the_web_are_open_and_those_of_services_are_not(int port, bool open) =>
        Assert.Equal(open, new PortList(null).Contains(port));

    [Theory]
    [InlineData(6379, true)]
    [InlineData(7000, true)]
    [InlineData(7999, true)]
    [InlineData(8000, false)]
    [InlineData(443, false)]
    public void What_the_operator_lists_is_open_and_nothing_else(int port, bool open) =>
        Assert.Equal(open, new PortList(["6379", "7000-7999"]).Contains(port));

    [Theory]
    [InlineData("http://cdn.example/x.flv", null)]
    [InlineData("https://cdn.example/x.flv", null)]
    [InlineData("rtmp://cdn.example/live/x", null)]
    [InlineData("rtmps://cdn.example/live/x", null)]
    [InlineData("http://cdn.example:22/x.flv", "port 22 may not be contacted; Sluice:Egress:Ports must list it")]
    [InlineData("rtmp://cdn.example:6379/live/x", "port 6379 may not be contacted; Sluice:Egress:Ports must list it")]
    [InlineData("http://cdn.example:0/x.flv", "port 0 may not be contacted; Sluice:Egress:Ports must list it")]
    public void A_url_is_judged_by_its_port(string url, string? refusal) => Assert.Equal(refusal, Rules(new EgressOptions()).RefusalOfSource(url));

    [Fact]
    public void Schemes_may_be_fewer()
    {
        var rules = Rules(new EgressOptions { SourceSchemes = ["https", "rtmps"], CallbackSchemes = ["https"] });

        Assert.Null(rules.RefusalOfSource("rtmps://cdn.example/live/x"));
        Assert.Equal("must be an rtmps or https URL", rules.RefusalOfSource("rtmp://cdn.example/live/x"));
        Assert.Null(rules.RefusalOfCallback("https://cb.example/x"));
        Assert.Equal("must be an https URL", rules.RefusalOfCallback("http://cb.example/x"));
    }

    private static AddressRules Rules(EgressOptions options) => new(new EgressPolicy(Options.Create(options)));
}
