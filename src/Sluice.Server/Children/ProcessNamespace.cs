using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Children;

/// <summary>
/// Where children are born: a process namespace (pid_namespaces(7)) that ends with the server. Its first process only waits for the end
/// of a socket that nobody but this server holds; when it is gone the kernel kills every other process of the namespace, at whatever
/// point of its start that is, and lets none be started. A parent-death signal alone leaves a gap: programs ask for it once they run.
/// </summary>
internal sealed class ProcessNamespace : IDisposable
{
    /// <summary>
    /// What each command in it begins with: programs that ask /proc about themselves, as bubblewrap does, must see that of the namespace.
    /// File systems that are mounted later are seen as before.
    /// </summary>
    public static readonly IReadOnlyList<string> Prefix = ["/usr/bin/unshare", "--mount", "--propagation", "slave", "--mount-proc", "--"];

    // With the signal ignored, what nobody else reaps vanishes. cat tells that it has come so far.
    private static readonly string[] FirstProcess = [.. Prefix, "/usr/bin/env", "--ignore-signal=CHLD", "/bin/cat"];

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(10);

    private readonly Socket _lifeline;
    private readonly int _pid;

    private ProcessNamespace(Socket lifeline, int pid, SafeFileHandle handle)
    {
        _lifeline = lifeline;
        _pid = pid;
        Handle = handle;
    }

    /// <summary>What setns(2) takes.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>False: its first process has ended, and nothing can be started in it any more.</summary>
    public bool Lives => !_lifeline.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Makes one. Null: this process may not, for it takes the right to administer the system, or the machine's programs cannot.</summary>
    /// <exception cref="ChildStartException">There are no more descriptors.</exception>
    public static ProcessNamespace? TryCreate()
    {
        if (!FirstProcess.Where(word => word.StartsWith('/')).All(File.Exists))
            return null;

        var (ours, theirs) = ChildSockets.Pair();
        int pid;
        try
        {
            pid = NativeSpawn.Start(FirstProcess, [], theirs, theirs, theirs, new Birthplace(null, null, isNew: true));
        }
        catch (ChildStartException)
        {
            ours.Dispose();
            return null;
        }
        finally
        {
            _ = Libc.Close(theirs);
        }

        try
        {
            if (Echoes(ours))
                return new ProcessNamespace(ours, pid, File.OpenHandle($"/proc/{pid}/ns/pid"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended already, or there are no more descriptors.
        }

        ours.Dispose();
        End(pid);
        return null;
    }

    /// <summary>Ends every process of the namespace.</summary>
    public void Dispose()
    {
        _lifeline.Dispose();
        Handle.Dispose();
        End(_pid);
    }

    private static bool Echoes(Socket socket)
    {
        byte[] sent = [(byte)'s'], heard = new byte[1];
        socket.ReceiveTimeout = (int)StartsWithin.TotalMilliseconds;
        try
        {
            return socket.Send(sent) == 1 && socket.Receive(heard) == 1 && heard[0] == sent[0];
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static unsafe void End(int pid)
    {
        _ = Libc.Kill(pid, Libc.SigKill);
        int status;
        while (Libc.WaitPid(pid, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }
    }
}
