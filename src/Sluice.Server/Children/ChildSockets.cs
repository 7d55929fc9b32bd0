using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sluice.Server.Children;

/// <summary>What a child's descriptors are: sockets, not pipes, for a read of a pipe holds a pool thread until data comes, two for every stream.</summary>
internal static class ChildSockets
{
    /// <summary>Two ends, neither of which any program inherits by itself. Theirs is a descriptor, to be closed once the child has it.</summary>
    /// <exception cref="ChildStartException">There are no more.</exception>
    public static unsafe (Socket Ours, int Theirs) Pair()
    {
        var pair = stackalloc int[2];
        if (Libc.SocketPair(Libc.UnixFamily, Libc.StreamSocketCloseOnExec, 0, pair) != 0)
            throw new ChildStartException($"No socket for a child: error {Marshal.GetLastPInvokeError()}.");
        return (new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), pair[1]);
    }
}
