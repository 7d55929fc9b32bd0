using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Egress;

/// <summary>Connects to a host by the very addresses that were checked.</summary>
internal sealed class EgressConnector(EgressResolver resolver, TimeProvider time)
{
    /// <summary>How long an address may take while there are others to try: one that swallows packets must not use up the whole attempt.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A name with hundreds of addresses is not tried to its end.</summary>
    private const int MostAddresses = 8;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/> of what sends callbacks.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Require(resolver.Policy.CallbackSchemes, context.InitialRequestMessage.RequestUri!.Scheme);
        return new NetworkStream(
            await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
            ownsSocket: true);
    }

    /// <summary>Like <see cref="ConnectAsync(string, int, CancellationToken)"/>, when sources may be reached by this scheme.</summary>
    public Task<Socket> ConnectToSourceAsync(string scheme, string host, int port, CancellationToken cancellationToken)
    {
        Require(resolver.Policy.SourceSchemes, scheme);
        return ConnectAsync(host, port, cancellationToken);
    }

    /// <summary>The socket is the caller's. Fails with <see cref="EgressException"/> when refused, else with SocketException.</summary>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var resolution = await resolver.ResolveAsync(host, port, cancellationToken);
        switch (resolution.Status)
        {
            case EgressStatus.Refused:
                throw new EgressException(resolution.Reason!);
            case EgressStatus.Unresolved:
                throw new SocketException((int)SocketError.HostNotFound);
        }

        var count = Math.Min(resolution.EndPoints.Count, MostAddresses);
        for (var i = 0; i < count - 1; i++)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                return await ConnectAsync(resolution.EndPoints[i], either.Token);
            }
            catch (SocketException)
            {
                // The next one may answer; the last one's failure is the one that is told.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Out of patience with this one.
            }
        }

        return await ConnectAsync(resolution.EndPoints[count - 1], cancellationToken);
    }

    private static void Require(SchemeList schemes, string scheme)
    {
        if (!schemes.Contains(scheme))
            throw new EgressException(schemes.Refusal);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
