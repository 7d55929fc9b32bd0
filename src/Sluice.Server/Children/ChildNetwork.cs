using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Children;

/// <summary>
/// The network that children have: one of their own (network_namespaces(7)) with nothing but a loopback, where they reach what the server
/// opened for them there and nothing else, whatever a decoder is made to do. Where the server may not make one, it is the machine's.
/// </summary>
internal sealed class ChildNetwork : IDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);
    private static readonly Lazy<ChildNetwork> Empty = new(Create);

    private ChildNetwork(SafeFileHandle? handle) => Handle = handle;

    /// <summary>The machine's.</summary>
    public static ChildNetwork Machine { get; } = new(null);

    /// <summary>For children that need none: nothing is ever opened there. There is one, as long as this process; or else it is the machine's.</summary>
    public static ChildNetwork Nothing => Empty.Value;

    /// <summary>What setns(2) takes; null: it is the machine's.</summary>
    public SafeFileHandle? Handle { get; }

    /// <summary>For people.</summary>
    public string Description => Handle is null ? "the machine's network (one of their own takes root)" : "a network of their own";

    /// <summary>One of the children's own, or else the machine's: it takes the rights to administer the system and its network.</summary>
    public static ChildNetwork Create()
    {
        SafeFileHandle? handle = null;
        OnThread(() =>
        {
            try
            {
                // Children are started from a thread that must be able to come back, which takes more than to leave.
                using var own = File.OpenHandle(Birthplace.OwnNetwork);
                if (Libc.EnterNamespace((int)own.DangerousGetHandle(), Libc.NewNetworkNamespace) == 0 && Libc.Unshare(Libc.NewNetworkNamespace) == 0)
                    handle = File.OpenHandle(Birthplace.OwnNetwork);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Without it nobody else can enter.
            }
        });
        if (handle is null)
            return Machine;

        var network = new ChildNetwork(handle);
        if (network.TrySetUp())
            return network;
        network.Dispose();
        return Machine;
    }

    /// <summary>A TCP socket of this network: what a socket reaches is settled when it is made.</summary>
    /// <exception cref="ChildStartException">There is none to be had.</exception>
    public Socket NewSocket()
    {
        if (Handle is null)
            return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        int descriptor = -1, error = 0;
        OnThread(() =>
        {
            descriptor = Libc.EnterNamespace((int)Handle.DangerousGetHandle(), Libc.NewNetworkNamespace) == 0
                ? Libc.NewSocket(Libc.InternetFamily, Libc.StreamSocketCloseOnExec, 0)
                : -1;
            error = Marshal.GetLastPInvokeError();
        });
        return descriptor >= 0
            ? new Socket(new SafeSocketHandle(descriptor, ownsHandle: true))
            : throw new ChildStartException($"No socket in the network of children: error {error}.");
    }

    public void Dispose() => Handle?.Dispose();

    // On a thread that ends in there. It must start no other, which would stay: what the runtime does with sockets is done outside.
    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true, Name = "child network" };
        thread.Start();
        thread.Join();
    }

    // A new network's loopback is down. Whether it works is seen by use.
    private unsafe bool TrySetUp()
    {
        try
        {
            using var listener = NewSocket();
            var request = stackalloc byte[Libc.InterfaceRequestSize];
            new Span<byte>(request, Libc.InterfaceRequestSize).Clear();
            "lo"u8.CopyTo(new Span<byte>(request, Libc.InterfaceRequestSize));
            *(short*)(request + Libc.InterfaceFlags) = Libc.InterfaceUp;
            if (Libc.Control((int)listener.Handle, Libc.SetInterfaceFlags, request) != 0)
                return false;

            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            using var client = NewSocket();
            client.Connect(listener.LocalEndPoint!);
            return listener.Poll(AnswersWithin, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ChildStartException)
        {
            return false;
        }
    }
}
