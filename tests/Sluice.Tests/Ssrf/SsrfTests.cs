using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Sluice.Server.Api.Submission;
using Sluice.Server.Callbacks;
using Sluice.Server.Children;
using Sluice.Server.Egress;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Gate;
using Sluice.SystemTests.Order;
using Sluice.Tests.Pulling;

namespace Sluice.Tests.Ssrf;

/// <summary>
/// A server that may contact 127.0.0.2 alone, as if that were the public internet, is led to the other addresses of this machine
/// in every way known. Nothing of it arrives; where all is allowed it does.
/// </summary>
[TakesSeconds(105)]
public sealed class SsrfTests(SourceMedia media) : IClassFixture<SourceMedia>, IAsyncLifetime
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private readonly SsrfTarget _socket = SsrfTarget.At(Path.Combine(media.Folder, "target.sock"));
    private SsrfTarget? _target;
    private SsrfTarget? _otherPort;
    private byte[] _ts = [];

    public static TheoryData<string> Names => [.. SsrfCases.All.Keys];

    public static TheoryData<string> NamesThatLead => [.. SsrfCases.All.Where(c => c.Value.Leads).Select(c => c.Key)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SsrfTarget Target => _target!;

    private SsrfTarget OtherPort => _otherPort!;

    private string TsPath => Path.Combine(media.Folder, "target.ts");

    private string SocketPath => Path.Combine(media.Folder, "target.sock");

    // All but 127.0.0.2 is private, and there one port is closed.
    private EgressOptions Closed => new()
    {
        Allow = ["127.0.0.2"],
        Ports = ["80", $"1024-{OtherPort.Port - 1}", $"{OtherPort.Port + 1}-65535"],
    };

    private static EgressOptions Open => new() { Allow = ["0.0.0.0/0", "::/0"], Ports = ["1-65535"] };

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(TsPath))
            await media.RunAsync("-i av.flv -t 1 -c copy target.ts");
        _ts = await File.ReadAllBytesAsync(TsPath);
        _target = SsrfTarget.Everywhere(_ts);
        _otherPort = SsrfTarget.AtPublic(_ts);
    }

    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        await OtherPort.DisposeAsync();
        await _socket.DisposeAsync();
        File.Delete(SocketPath);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_private_is_contacted(string name)
    {
        var @case = SsrfCases.All[name];

        await RunAsync(@case, Closed, Cancellation);

        Assert.Equal((0, 0, 0), (Target.Contacts, OtherPort.Contacts, _socket.Contacts));
    }

    [Theory]
    [MemberData(nameof(NamesThatLead))]
    public async Task Where_all_is_allowed_the_target_is_contacted(string name)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = RunAsync(SsrfCases.All[name], Open, stop.Token);

        var contacted = Task.WhenAny(Target.Contacted, OtherPort.Contacted);
        await Task.WhenAny(contacted, running);
        await stop.CancelAsync();
        await Task.WhenAny(running);

        Assert.NotEqual(0, Target.Contacts + OtherPort.Contacts);
    }

    [Fact]
    public async Task The_socket_of_the_file_system_can_be_contacted()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), Cancellation);
        await _socket.Contacted.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(1, _socket.Contacts);
    }

    private async Task RunAsync(SsrfCase @case, EgressOptions options, CancellationToken stop)
    {
        var policy = new EgressPolicy(Options.Create(options));
        var isClosed = options.Allow is ["127.0.0.2"];
        var rules = new AddressRules(policy);
        var text = "";
        await using var front = new RawHttpSource(
            (path, stream, token) => AnswerAsync(text, path, stream, token), new IPEndPoint(SsrfTarget.Public, 0));
        text = Fill(@case.Text, front);
        switch (@case.Way)
        {
            case SsrfWay.Address:
                // A host in other letters is a name that is looked up as it is.
                if (text.All(char.IsAscii))
                    Assert.Equal(isClosed, rules.RefusalOfSource(text) is not null);
                await PullAsync(@case, policy, text, stop);
                break;

            case SsrfWay.Redirect:
                await PullAsync(@case, policy, $"http://{front.Address}/redirect", stop);
                Assert.NotEqual(0, front.Contacts);
                break;

            case SsrfWay.Playlist:
                await PullAsync(@case, policy, $"http://{front.Address}/list.m3u8", stop);
                Assert.NotEqual(0, front.Contacts);
                break;

            case SsrfWay.Name:
                var names = Lookup(text, out var scheme);
                for (var i = 0; i < 2; i++)
                    await PullAsync(@case, policy, $"{scheme.TrimEnd('.')}://name.example{(scheme.EndsWith('.') ? "." : "")}:{Target.Port}/live/x", stop, names);
                break;

            case SsrfWay.RtmpAnswer:
                await using (var rtmp = new RtmpSource([], "", "", null, redirect: text, at: SsrfTarget.Public))
                {
                    await PullAsync(@case, policy, $"rtmp://{rtmp.Address}/live/x", stop);
                    Assert.Contains("connect", rtmp.Heard, StringComparison.Ordinal);
                }

                break;

            case SsrfWay.Proxy:
                await AskAsync(policy, text, stop);
                Assert.All(front.Requests, request => Assert.DoesNotContain("127.0.0.1", request, StringComparison.Ordinal));
                break;

            case SsrfWay.Callback:
                Assert.Equal(isClosed, rules.RefusalOfCallback(text) is not null);
                await SendAsync(policy, text, stop);
                break;

            case SsrfWay.CallbackRedirect:
                await SendAsync(policy, $"http://{front.Address}/redirect", stop);
                Assert.Single(front.Requests);
                break;

            case SsrfWay.CallbackName:
                var receivers = Lookup(text, out var callbackScheme);
                for (var i = 0; i < 2; i++)
                    await SendAsync(policy, $"{callbackScheme}://name.example:{Target.Port}/cb", stop, receivers);
                break;
        }
    }

    private static async Task PullAsync(SsrfCase @case, EgressPolicy policy, string url, CancellationToken stop, HostLookup? lookup = null)
    {
        using var bench = new PullerBench(
            new PullOptions { OpenTimeout = TimeSpan.FromSeconds(30) }, lookup: lookup, policy: policy, network: ChildNetwork.Machine);
        var end = await bench.PullUntilAsync(url, stop);
        if (@case.Text.Contains("{f}", StringComparison.Ordinal))
            Assert.Empty(bench.Sink.Frames);
        if (!stop.IsCancellationRequested && @case.Leads && @case.Way != SsrfWay.Name)
            Assert.True(end.IsFinal, $"not refused: {end}");
    }

    private static async Task SendAsync(EgressPolicy policy, string url, CancellationToken stop, HostLookup? lookup = null)
    {
        var resolver = lookup is null ? new EgressResolver(policy) : new EgressResolver(policy, lookup);
        var connector = new EgressConnector(resolver, TimeProvider.System);
        using var sender = new CallbackSender(connector, Options.Create(new CallbackOptions()), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var row = new CallbackRow
        {
            Id = "c",
            StreamId = "s",
            Tenant = "t",
            ContentType = 1,
            Kind = CallbackKind.Segment,
            Sequence = 0,
            Url = url,
            Body = "{}"u8.ToArray(),
            CreatedAt = now,
            DueAt = now,
        };
        await sender.SendAsync(row, [], stop);
    }

    private static async Task AskAsync(EgressPolicy policy, string text, CancellationToken stop)
    {
        using var bench = new PullerBench(policy: policy, network: ChildNetwork.Machine);
        await using var lease = bench.Gate.Open("s", "http://127.0.0.2/", SourceKind.Http);
        var over = bench.Gate.Open("o", "http://127.0.0.2/", SourceKind.Http);
        await over.DisposeAsync();
        var request = text.Replace("{c}", Credential(lease), StringComparison.Ordinal)
            .Replace("{o}", Credential(over), StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
        using var client = bench.NewChild();
        await client.ConnectAsync(bench.Gate.EndPoint, stop);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), stop);
        try
        {
            await client.GetStream().CopyToAsync(Stream.Null, stop);
        }
        catch (IOException)
        {
            // Cut off, which is an answer.
        }
    }

    private static string Credential(GateLease lease) => "Basic " + Convert.ToBase64String(
        Encoding.ASCII.GetBytes(new Uri(lease.Environment.Single()["http_proxy=".Length..]).UserInfo));

    private static HostLookup Lookup(string text, out string scheme)
    {
        var parts = text.Split(' ');
        scheme = parts[0];
        var answers = parts[1..].Select(list => list.Split(',').Select(IPAddress.Parse).ToArray()).ToArray();
        var asked = 0;
        return (_, _) => Task.FromResult(answers[Math.Min(Interlocked.Increment(ref asked), answers.Length) - 1]);
    }

    private string Fill(string text, RawHttpSource front) => text
        .Replace("{t}", $"{Target.Port}", StringComparison.Ordinal)
        .Replace("{p}", front.Address, StringComparison.Ordinal)
        .Replace("{r}", $"127.0.0.2:{OtherPort.Port}", StringComparison.Ordinal)
        .Replace("{f}", TsPath, StringComparison.Ordinal)
        .Replace("{u}", SocketPath, StringComparison.Ordinal);

    // What a source of the attacker's says: a redirect, a playlist, or media.
    private async Task AnswerAsync(string text, string path, Stream stream, CancellationToken stop)
    {
        const string Redirect = "/302?";
        if (path.StartsWith(Redirect, StringComparison.Ordinal) || path == "/redirect")
        {
            var (status, location) = path == "/redirect" ? (text[..3], text[4..]) : ("302", path[Redirect.Length..]);
            await stream.WriteAsync(RawHttpSource.Head($"{status} Elsewhere", $"Location: {location}\r\nContent-Length: 0\r\n"), stop);
            return;
        }

        var body = path switch
        {
            "/list.m3u8" => Encoding.UTF8.GetBytes(text),
            "/key" => Key,
            "/sealed.m3u8" => Sealed($"httpproxy://127.0.0.1:{Target.Port}/127.0.0.2:{Target.Port}/a.ts"),
            "/sealed-http.m3u8" => Sealed($"http://127.0.0.1:{Target.Port}/a.ts"),
            "/good.m3u8" => "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n"u8.ToArray(),
            _ => _ts,
        };
        await stream.WriteAsync(RawHttpSource.Head("200 OK", $"Content-Length: {body.Length}\r\n"), stop);
        await stream.WriteAsync(body, stop);
    }

    // A playlist that the gate cannot read: it is decrypted by the child.
    private static byte[] Sealed(string segment)
    {
        using var aes = Aes.Create();
        aes.Key = Key;
        return aes.EncryptCbc(Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{segment}\n#EXT-X-ENDLIST\n"), new byte[16]);
    }
}
