using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sluice.Server.Children;

/// <summary>A child process that was started by <see cref="ChildSpawner"/>. Disposing it kills and reaps it.</summary>
internal sealed class Child : IAsyncDisposable
{
    // How long what a child had started may take to end. Something that left the group and never reaps what it started in it, would keep
    // it for ever.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Socket _output;
    private readonly Socket _errors;
    private readonly Task<int> _exit;
    private bool _reaped;

    public Child(int pid, Socket output, Socket errors)
    {
        Pid = pid;
        _output = output;
        _errors = errors;

        // A thread of its own waits: the kernel has no wait that costs less and cannot miss an exit.
        _exit = Task.Factory.StartNew(Reap, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Pid { get; }

    /// <summary>Completes when the child has ended and was reaped: its exit code, or minus the signal that ended it.</summary>
    public Task<int> Exit => _exit;

    /// <summary>Reads what the child writes to its standard output; 0 at the end.</summary>
    public ValueTask<int> ReadOutputAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        ReadAsync(_output, target, cancellationToken);

    /// <summary>Writes to the standard input of a child that hears. False: it reads no more.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        try
        {
            for (var sent = 0; sent < source.Length;)
                sent += await _output.SendAsync(source[sent..], SocketFlags.None, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Nothing more comes on the standard input of a child that hears.</summary>
    public void EndInput()
    {
        try
        {
            _output.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has ended.
        }
    }

    /// <summary>Reads what the child writes to its standard error; 0 at the end.</summary>
    public ValueTask<int> ReadErrorsAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        ReadAsync(_errors, target, cancellationToken);

    /// <summary>Kills the child and all that it started, at once. Does nothing when it has ended.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            // Once reaped, the number may be another process's.
            if (!_reaped)
                _ = Libc.Kill(-Pid, Libc.SigKill);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _exit;
        _output.Dispose();
        _errors.Dispose();
    }

    private static async ValueTask<int> ReadAsync(Socket socket, Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(target, SocketFlags.None, cancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private int Reap()
    {
        var result = ReapOwn();

        // What it had started ends with it, but is not ours to wait for when it was born into a namespace. While one is there, the group's
        // number is nobody else's.
        for (var waited = TimeSpan.Zero; waited < EndsWithin && Libc.Kill(-Pid, 0) == 0; waited += Look)
            Thread.Sleep(Look);
        return result;
    }

    private unsafe int ReapOwn()
    {
        var info = stackalloc byte[Libc.SignalSetSize];
        while (Libc.WaitId(Libc.IdOfProcess, Pid, info, Libc.WaitExited | Libc.WaitNoReap) != 0
            && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }

        lock (_gate)
        {
            // What it started goes with it. The group's number cannot become another's as long as one of it is not reaped.
            _ = Libc.Kill(-Pid, Libc.SigKill);
            var result = -1;
            int status;
            int pid;
            while ((pid = Libc.WaitPid(-Pid, &status, 0)) > 0 || Marshal.GetLastPInvokeError() == Libc.Interrupted)
            {
                if (pid == Pid)
                    result = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F);
            }

            _reaped = true;
            return result;
        }
    }
}
