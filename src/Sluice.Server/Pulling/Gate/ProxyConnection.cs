using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// One connection to the proxy: one request, one answer. Nothing is reused, so that no request can hide in another's body and
/// every one is checked.
/// </summary>
internal sealed class ProxyConnection(
    GateChild child, Func<string?, GateLease?> findLease, SslServerAuthenticationOptions tunnels, TimeProvider time)
{
    private const int LongestRequest = 16 * 1024;
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(5);

    private static readonly byte[] Tunnel = "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray();

    /// <summary>What the gate answers itself.</summary>
    private enum Refusal
    {
        BadRequest = 400,
        Forbidden = 403,
        ProxyAuthenticationRequired = 407,
        BadGateway = 502,
    }

    /// <summary>Ends when the connection has; closes it.</summary>
    public async Task ServeAsync()
    {
        using (child)
        {
            try
            {
                // 1. The request, and whose it is.
                if (await ReadAsync() is not { } request)
                {
                    await RefuseAsync(Refusal.BadRequest);
                    return;
                }

                if (findLease(request.Credential) is not { } lease || !lease.TryEnter())
                {
                    await RefuseAsync(Refusal.ProxyAuthenticationRequired);
                    return;
                }

                try
                {
                    using var closing = lease.Closed.UnsafeRegister(static s => ((GateChild)s!).Close(), child);
                    await ServeAsync(lease, request);
                }
                finally
                {
                    lease.Leave();
                }
            }
            catch (Exception e) when (GatePump.IsBroken(e))
            {
                // The child is gone, or the lease closed.
            }
        }
    }

    private async Task ServeAsync(GateLease lease, ProxyRequest request)
    {
        // 2. To where it leads, when that is allowed.
        if (lease.TargetOf(request) is not { } target)
        {
            await RefuseAsync(Refusal.Forbidden);
            return;
        }

        var (source, failure) = await lease.ConnectAsync(target);
        if (source is null)
        {
            await RefuseAsync(failure is { IsRefusal: true } ? Refusal.Forbidden : Refusal.BadGateway);
            return;
        }

        await using (source)
        {
            // 3. In a tunnel the child speaks TLS with the gate, which speaks it with the source if the source does. RTMP is passed on
            // both ways; of HTTP the source is asked, and its answer goes down with a head of ours.
            if (request.IsTunnel)
                await OpenTunnelAsync(lease);

            if (!lease.IsHttp)
                await GatePump.RunAsync(lease, child, source);
            else if ((request.IsTunnel ? await ReadInnerAsync(lease) : request.Forwarded) is { } forwarded)
                await GatePump.RunAsync(lease, child, source, () => AskAsync(lease, source.Stream, forwarded));
        }
    }

    private async Task<ProxyRequest?> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(HeadTimeout, time);
        using var reader = new HeadReader(child.Stream, LongestRequest);

        // A client speaks once and then waits: more than the head is a body, or a second request.
        return await reader.ReadAsync(timeout.Token) is { } head && reader.Rest.IsEmpty ? ProxyRequest.Parse(head) : null;
    }

    private async Task OpenTunnelAsync(GateLease lease)
    {
        using var timeout = new CancellationTokenSource(HeadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lease.Closed);
        await child.Stream.WriteAsync(Tunnel, either.Token);
        await child.SecureAsync(tunnels, either.Token);
    }

    private async Task<string?> ReadInnerAsync(GateLease lease)
    {
        using var timeout = new CancellationTokenSource(HeadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lease.Closed);
        using var reader = new HeadReader(child.Stream, LongestRequest);
        return await reader.ReadAsync(either.Token) is { } head && reader.Rest.IsEmpty ? ProxyRequest.Inner(head) : null;
    }

    private async Task<AnswerGuard?> AskAsync(GateLease lease, Stream source, string request)
    {
        await source.WriteAsync(Encoding.Latin1.GetBytes(request), lease.Closed);
        using var reader = new HeadReader(source, LongestAnswer);
        string? head;
        do
        {
            head = await reader.ReadAsync(lease.Closed);
        }
        while (head is not null && ResponseHead.IsInterim(head));

        if (head is null)
            return null;

        lease.OnBytes(head.Length + reader.Rest.Length);
        var guard = ResponseHead.Guard(head) ?? throw await GatePump.RefuseAsync(lease);
        var isAllowed = guard.Allows(reader.Rest.Span);
        if (guard.HasFound)
            throw await GatePump.RefuseAsync(lease);

        // A body that is not to be understood ends for the child after the head, whether it came with it or later.
        await child.Stream.WriteAsync(Encoding.Latin1.GetBytes(ResponseHead.Rewrite(head)), lease.Closed);
        if (!isAllowed)
            return null;

        await child.Stream.WriteAsync(reader.Rest, lease.Closed);
        return guard;
    }

    private async Task RefuseAsync(Refusal refusal)
    {
        // ffmpeg shows its credential only when it is asked to.
        var ask = refusal == Refusal.ProxyAuthenticationRequired ? "Proxy-Authenticate: Basic realm=\"gate\"\r\n" : "";
        await child.Stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(int)refusal} {refusal}\r\n{ask}Content-Length: 0\r\nConnection: close\r\n\r\n")));
        await child.EndAsync();
    }
}
