using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Tests.Ssrf;

/// <summary>
/// What must not be contacted: it counts who connects, and answers as a web server would.
/// </summary>
internal sealed class SsrfTarget : IAsyncDisposable
{
    public static readonly IPAddress Public = IPAddress.Parse("127.0.0.2");

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly byte[] _body;
    private readonly IPAddress? _public;
    private readonly TaskCompletionSource _contacted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _contacts;
    private int _publicContacts;

    private SsrfTarget(Socket listener, byte[] body, IPAddress? @public)
    {
        _public = @public;
        _listener = listener;
        _body = body;
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>How often it was contacted where it must not be.</summary>
    public int Contacts => _contacts;

    /// <summary>How often it was contacted at 127.0.0.2.</summary>
    public int PublicContacts => _publicContacts;

    public Task Contacted => _contacted.Task;

    /// <summary>At every address of this machine; at 127.0.0.2 it may be contacted.</summary>
    public static SsrfTarget Everywhere(byte[] body)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return new SsrfTarget(socket, body, Public);
    }

    /// <summary>At 127.0.0.2, where it must not be contacted.</summary>
    public static SsrfTarget AtPublic(byte[] body)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(Public, 0));
        return new SsrfTarget(socket, body, @public: null);
    }

    /// <summary>A socket of the file system.</summary>
    public static SsrfTarget At(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return new SsrfTarget(socket, [], @public: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                if (client.LocalEndPoint is IPEndPoint { Address: var at } && at.MapToIPv4().Equals(_public))
                {
                    Interlocked.Increment(ref _publicContacts);
                }
                else
                {
                    Interlocked.Increment(ref _contacts);
                    _contacted.TrySetResult();
                }

                answers.Add(AnswerAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            if (await stream.ReadAsync(new byte[16384], _stop.Token) == 0)
                return;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {_body.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
            await stream.WriteAsync(_body, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }
}
