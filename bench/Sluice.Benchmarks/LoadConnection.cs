using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>One kept-alive connection to a server: a prepared request, its answer, and the next.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];

    private LoadConnection()
    {
    }

    public static async Task<LoadConnection> OpenAsync(Uri server)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>The bytes of a POST.</summary>
    public static byte[] Request(Uri server, string path, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>Returns when the whole answer is there. It must be a success.</summary>
    public async Task AskAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        await ReceiveAsync();
    }

    public void Dispose() => _socket.Dispose();

    // Both ends are known: a status line of 200, and either a length or chunks that end in an empty one.
    private async Task ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (received == 0)
            {
                throw new IOException("the server closed the connection");
            }

            length += received;
            if (IsWhole(_buffer.AsSpan(0, length)))
            {
                return;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200"u8) || answer[headers..].IndexOf("\"code\":1100"u8) < 0)
        {
            throw new IOException($"not a success: {Encoding.UTF8.GetString(answer)}");
        }

        return answer[^1] is (byte)'}' || answer.EndsWith("\r\n0\r\n\r\n"u8);
    }
}
