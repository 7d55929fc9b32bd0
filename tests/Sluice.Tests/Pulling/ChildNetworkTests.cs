using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Server.Children;

namespace Sluice.Tests.Pulling;

public sealed class ChildNetworkTests
{
    private static readonly string Own = new FileInfo("/proc/self/ns/net").LinkTarget!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A child of bubblewrap has its loopback too, and the machine's own addresses are not its.
    [Fact]
    public async Task A_child_reaches_what_was_opened_for_it_and_nothing_of_the_machine()
    {
        using var network = ChildNetwork.Create();
        if (network.Handle is null)
            return;
        using var machine = Listening(ChildNetwork.Machine);
        using var theirs = Listening(network);
        using var inside = new ChildSpawner(network);
        using var outside = new ChildSpawner();

        Assert.NotEqual(0, await ConnectAsync(inside, machine));
        Assert.False(machine.Poll(TimeSpan.Zero, SelectMode.SelectRead));
        await ConnectAsync(inside, theirs);
        Assert.True(theirs.Poll(TimeSpan.Zero, SelectMode.SelectRead));

        // It is the network that holds it back.
        await ConnectAsync(outside, machine);
        Assert.True(machine.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Who_may_administer_the_machine_and_its_network_has_it()
    {
        var effective = (await File.ReadAllLinesAsync("/proc/self/status", Cancellation)).First(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        var rights = ulong.Parse(effective["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        using var network = ChildNetwork.Create();

        Assert.Equal((rights >> 21 & 1) == 1 && (rights >> 12 & 1) == 1, network.Handle is not null);
    }

    [Fact]
    public async Task The_server_stays_in_the_network_of_the_machine()
    {
        using var network = ChildNetwork.Create();
        using var spawner = new ChildSpawner(network);
        await using var child = await spawner.SpawnAsync(Confinement.None, "true", []);
        await child.Exit;

        // Threads on a visit come back, and those that stay end.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Strangers().Count > 0)
            Assert.True(!limit.IsCancellationRequested && await timer.WaitForNextTickAsync(Cancellation), string.Join(", ", Strangers()));
    }

    // Threads of this process that are in another network, by name.
    private static List<string> Strangers() =>
    [
        .. Directory.GetDirectories("/proc/self/task")
            .Where(task => new FileInfo(Path.Combine(task, "ns/net")).LinkTarget is { } network && network != Own)
            .Select(task => Processes.Text(Path.Combine(task, "comm")).Trim())
            .Where(name => name.Length > 0),
    ];

    private static Socket Listening(ChildNetwork network)
    {
        var socket = network.NewSocket();
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    // It sends a request, to which nobody answers, and gives up.
    private static async Task<int> ConnectAsync(ChildSpawner spawner, Socket listener)
    {
        await using var child = await spawner.SpawnAsync(
            Confinement.None, "ffmpeg", ["-v", "quiet", "-rw_timeout", "300000", "-i", $"http://{listener.LocalEndPoint}/x.flv", "-f", "null", "-"]);
        return await child.Exit.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }
}
