using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Server.Children;
using Sluice.Server.Egress;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Benchmarks;

/// <summary>
/// The processor time that the gate takes for a paced stream of 2.5 Mb/s, by how it is pulled, against a bare relay of the same
/// streams. Sources and players are another process.
/// </summary>
internal static class GateBenchmark
{
    private const int Streams = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);

    public static async Task RunAsync()
    {
        Console.WriteLine($"gate: {Streams} streams of 2.5 Mb/s, {Measured.TotalSeconds:0} s each");
        using var peers = GatePeers.Start();
        var pull = Options.Create(new PullOptions { TrustedCertificates = peers.Authority });
        var policy = new EgressPolicy(Options.Create(new EgressOptions { Allow = ["127.0.0.1"] }));
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var connector = new SourceConnector(
            new EgressConnector(new EgressResolver(policy), TimeProvider.System), new SourceTrust(pull), pull, TimeProvider.System);
        using var gate = new EgressGate(
            connector,
            ChildNetwork.Machine,
            new PullMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            NullLogger<EgressGate>.Instance);

        using var relay = new TcpListener(IPAddress.Loopback, 0);
        relay.Start();
        _ = RelayAsync(relay, peers.PlainPort);
        var bare = await MeasureAsync(() => peers.Play("bare", Streams, ((IPEndPoint)relay.LocalEndpoint).Port));
        Console.WriteLine($"  bare relay    {Percent(bare)} of a core a stream");

        foreach (var (scheme, kind, port) in new[]
        {
            ("http", SourceKind.Http, peers.PlainPort), ("rtmp", SourceKind.Rtmp, peers.PlainPort), ("https", SourceKind.Http, peers.SecurePort),
        })
        {
            await using var lease = gate.Open("bench", $"{scheme}://127.0.0.1:{port}/live/x", kind);
            var used = await MeasureAsync(() => peers.Play(scheme, Streams, gate.EndPoint.Port, new Uri(lease.Environment.Single()["http_proxy=".Length..]).UserInfo));
            Console.WriteLine($"  gate, {scheme,-6}  {Percent(used)}; ÷ bare: {used / bare:0.00}");
        }
    }

    private static async Task<TimeSpan> MeasureAsync(Action play)
    {
        using var self = Process.GetCurrentProcess();
        play();
        await Task.Delay(WarmUp);
        self.Refresh();
        var before = self.TotalProcessorTime;
        await Task.Delay(Measured);
        self.Refresh();
        return self.TotalProcessorTime - before;
    }

    private static async Task RelayAsync(TcpListener listener, int port)
    {
        while (true)
            _ = RelayAsync(await listener.AcceptTcpClientAsync(), port);
    }

    private static async Task RelayAsync(TcpClient player, int port)
    {
        using (player)
        using (var source = new TcpClient { NoDelay = true })
        {
            await source.ConnectAsync(IPAddress.Loopback, port);
            try
            {
                await Task.WhenAny(
                    source.GetStream().CopyToAsync(player.GetStream(), 64 * 1024), player.GetStream().CopyToAsync(source.GetStream(), 4 * 1024));
            }
            catch (IOException)
            {
                // One side has gone.
            }
        }
    }

    private static string Percent(TimeSpan used) =>
        string.Create(CultureInfo.InvariantCulture, $"{used / Measured / Streams * 100,5:0.000} %");
}
