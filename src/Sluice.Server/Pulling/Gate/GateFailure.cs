using System.Net.Sockets;
using Sluice.Server.Egress;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Why the gate could not connect to a source.</summary>
/// <param name="Detail">A sentence for operators, without anything of the address's path.</param>
/// <param name="IsRefusal">The policy forbids it: to try again is of no use.</param>
/// <param name="IsUntrusted">The server's certificate is the reason.</param>
internal sealed record GateFailure(string Detail, bool IsRefusal = false, bool IsUntrusted = false)
{
    public static GateFailure Untrusted(string problem) => new(problem, IsUntrusted: true);

    public static GateFailure Of(Exception failure) => failure switch
    {
        EgressException refusal => new(refusal.Message, IsRefusal: true),
        SocketException socket => new(Explain(socket.SocketErrorCode)),
        OperationCanceledException => new("the server does not answer"),
        _ => new("no TLS connection to the server"),
    };

    private static string Explain(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery =>
            "the host name does not resolve",
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostUnreachable => "no route to the host",
        SocketError.NetworkUnreachable => "the network is unreachable",
        SocketError.TimedOut => "the server does not answer",
        _ => "no connection to the server",
    };
}
