using Sluice.Server.Pulling.Gate;

namespace Sluice.Tests.Pulling.Gate;

public class HttpRouteTests
{
    [Theory]
    [InlineData("http://h.example/a?b#c", "http://h.example/a?b#c")]
    [InlineData("https://u:p@h.example:8443/直播/1.flv", "https://u:p@h.example:8443/直播/1.flv")]
    [InlineData("HTTP://H.example", "http://h.example:80")]
    [InlineData("Https://[::1]:99/x", "https://[::1]:99/x")]
    [InlineData("http://bücher.example/live/1.flv?t=ü", "http://xn--bcher-kva.example:80/live/1.flv?t=ü")]
    [InlineData("https://u:p@直播.example:8443?x=/@y", "https://u:p@xn--z6ut02b.example:8443?x=/@y")]
    public void An_address_is_written_as_ffmpeg_knows_it(string url, string expected) => Assert.Equal(expected, HttpRoute.Of(url));
}
