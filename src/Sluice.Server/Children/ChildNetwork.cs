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

    private ChildNetwork(SafeFileHandle? handle) => Handle = handle;

    /// <summary>The machine's.</summary>
    public static ChildNetwork Machine { get; } = new(null);

    /// <summary>What setns(2) takes; null: it is the machine's.</summary>
    public SafeFileHandle? Handle { get; }

    /// <summary>One of the children's own, or else the machine's: it takes the rights to administer the system and its network.</summary>
    public static ChildNetwork Create()
    {
        SafeFileHandle? handle = null;
        OnThread(() =>
        {
            if (Libc.Unshare(Libc.NewNetworkNamespace) != 0)
                return;
            handle = File.OpenHandle("/proc/thread-self/ns/net");
            if (!TrySetUp())
            {
                handle.Dispose();
                handle = null;
            }
        });
        return handle is null ? Machine : new ChildNetwork(handle);
    }

    /// <summary>Opens a socket in it. What a socket can reach is settled when it is made.</summary>
    public Socket Open(Func<Socket> open)
    {
        if (Handle is null)
            return open();

        Socket? socket = null;
        Exception? trouble = null;
        OnThread(() =>
        {
            try
            {
                socket = Libc.EnterNamespace((int)Handle.DangerousGetHandle(), Libc.NewNetworkNamespace) == 0
                    ? open()
                    : throw new ChildStartException($"The network of children could not be entered: error {Marshal.GetLastPInvokeError()}.");
            }
            catch (Exception e) when (e is SocketException or ChildStartException)
            {
                trouble = e;
            }
        });
        return socket ?? throw trouble!;
    }

    public void Dispose() => Handle?.Dispose();

    // It is within for the rest of its days, which end here.
    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true, Name = "child network" };
        thread.Start();
        thread.Join();
    }

    // A new network's loopback is down. Whether it works is seen by use.
    private static unsafe bool TrySetUp()
    {
        try
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var request = stackalloc byte[Libc.InterfaceRequestSize];
            new Span<byte>(request, Libc.InterfaceRequestSize).Clear();
            "lo"u8.CopyTo(new Span<byte>(request, Libc.InterfaceRequestSize));
            *(short*)(request + Libc.InterfaceFlags) = Libc.InterfaceUp;
            if (Libc.Control((int)listener.Handle, Libc.SetInterfaceFlags, request) != 0)
                return false;

            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            return listener.Poll(AnswersWithin, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
