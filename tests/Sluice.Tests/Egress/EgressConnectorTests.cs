using System.Net;
using System.Net.Sockets;
using Sluice.Server.Egress;

namespace Sluice.Tests.Egress;

public class EgressConnectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_resolves_to_an_address_that_is_not_public_is_refused()
    {
        var resolution = await Resolver(["127.0.0.1"], []).ResolveAsync("rebound.example", 80, Token);

        Assert.Equal(EgressStatus.Refused, resolution.Status);
        Assert.Empty(resolution.EndPoints);
        Assert.Equal("address 127.0.0.1 is not public; Sluice:Egress:Allow must list it", resolution.Reason);
    }

    [Fact]
    public async Task Of_many_addresses_only_those_that_may_be_contacted_are_used()
    {
        var resolution = await Resolver(["10.0.0.1", "8.8.8.8", "::1", "1.1.1.1"], []).ResolveAsync("mixed.example", 443, Token);

        Assert.Equal(EgressStatus.Allowed, resolution.Status);
        Assert.Equal(["8.8.8.8:443", "1.1.1.1:443"], resolution.EndPoints.Select(e => e.ToString()));
    }

    [Fact]
    public async Task A_name_without_an_address_is_unresolved()
    {
        var policy = EgressPolicyTests.Policy();
        var resolver = new EgressResolver(policy, (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        Assert.Equal(EgressStatus.Unresolved, (await resolver.ResolveAsync("no.example", 80, Token)).Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("x.localhost")]
    [InlineData("2130706433")]
    public async Task An_address_in_any_spelling_is_not_looked_up(string host)
    {
        var resolver = new EgressResolver(EgressPolicyTests.Policy(), (_, _) => throw new InvalidOperationException("looked up"));

        Assert.Equal(EgressStatus.Refused, (await resolver.ResolveAsync(host, 80, Token)).Status);
    }

    [Fact]
    public async Task It_connects_to_the_address_that_was_checked_after_one_look_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var lookUps = 0;
        var resolver = new EgressResolver(EgressPolicyTests.Policy("127.0.0.1"), (_, _) =>
        {
            lookUps++;
            return Task.FromResult(new[] { IPAddress.Parse("127.0.0.2"), IPAddress.Loopback });
        });

        using var socket = await new EgressConnector(resolver, TimeProvider.System).ConnectAsync("any.example", Port(listener), Token);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        Assert.Equal(1, lookUps);
    }

    [Fact]
    public async Task A_mapped_address_is_connected_to_as_ipv4()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connector = new EgressConnector(Resolver([], ["127.0.0.0/8"]), TimeProvider.System);

        using var socket = await connector.ConnectAsync("[::ffff:127.0.0.1]", Port(listener), Token);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task When_the_first_address_fails_the_next_is_tried()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connector = new EgressConnector(Resolver(["127.0.0.2", "127.0.0.1"], ["127.0.0.0/8"]), TimeProvider.System);

        using var socket = await connector.ConnectAsync("any.example", Port(listener), Token);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task A_refused_connection_reaches_no_socket()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connector = new EgressConnector(Resolver(["127.0.0.1"], []), TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<EgressException>(() => connector.ConnectAsync("any.example", Port(listener), Token));

        Assert.Contains("Sluice:Egress:Allow", refusal.Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static EgressResolver Resolver(string[] addresses, string[] allow) =>
        new(EgressPolicyTests.Policy(allow), (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
}
