using System.Collections.Concurrent;

namespace Sluice.Server.Children;

/// <summary>
/// Starts children, all from one thread that lives as long as this object, so that they end with this process, however that dies. Where
/// the server may, they are born into a <see cref="ProcessNamespace"/>, and none outlives it for a moment. Elsewhere those that are
/// confined ask for a parent-death signal, which follows the thread that started a child and not the process: from a pool thread, a child
/// would die when the pool shrinks.
/// </summary>
internal sealed class ChildSpawner : IDisposable
{
    private readonly BlockingCollection<(Action Start, Action Refuse)> _requests = [];
    private readonly ChildNetwork? _network;
    private volatile bool _isEnding;

    // The thread's own.
    private ProcessNamespace? _children;
    private bool? _mayHaveNamespace;

    /// <param name="network">What children can reach; null: what the server can. It is its maker's to dispose of.</param>
    public ChildSpawner(ChildNetwork? network = null)
    {
        _network = network;
        // What a killed child leaves behind comes to this process, to be reaped with it.
        _ = Libc.ProcessControl(Libc.BecomeSubreaper, 1, 0, 0, 0);
        new Thread(Run) { IsBackground = true, Name = "child spawner" }.Start();
    }

    /// <summary>True: it starts nothing any more, and what it started is being ended.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>
    /// Starts a program without a shell: own process group, an environment of its own, no descriptor but 0, 1 and 2.
    /// </summary>
    /// <param name="confinement">What the child may do and see.</param>
    /// <param name="program">A path, or a name that is looked up in PATH.</param>
    /// <param name="arguments">Everything after the program's name.</param>
    /// <param name="environment">Added to what every child gets, as <c>name=value</c>.</param>
    /// <param name="hears">It can be written to; else its standard input holds nothing.</param>
    /// <exception cref="ChildStartException">It could not be started.</exception>
    public Task<Child> SpawnAsync(
        Confinement confinement,
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string>? environment = null,
        bool hears = false)
    {
        var started = new TaskCompletionSource<Child>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = (
            Start: (Action)(() =>
            {
                try
                {
                    started.SetResult(Start(confinement, program, arguments, environment ?? [], hears));
                }
                catch (Exception e)
                {
                    started.SetException(e);
                }
            }),
            Refuse: (Action)(() => started.TrySetException(new ChildStartException("The server is stopping."))));
        try
        {
            _requests.Add(request);
        }
        catch (InvalidOperationException)
        {
            request.Refuse();
        }

        return started.Task;
    }

    /// <summary>Ends the thread, and with it every child that is still there.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isEnding, true))
            _requests.CompleteAdding();
    }

    /// <summary>The full path of a program that is named by a path or found in PATH; null: there is none.</summary>
    public static string? FindProgram(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? File.Exists(name) ? Path.GetFullPath(name) : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists);

    private void Run()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
            request.Start();
        _requests.Dispose();
        _children?.Dispose();
    }

    private ProcessNamespace? FindNamespace()
    {
        if (_mayHaveNamespace is not false && _children is not { Lives: true })
        {
            _children?.Dispose();
            _children = null;
            _children = ProcessNamespace.TryCreate();

            // Who had one once may have another, if not now then for the next child.
            _mayHaveNamespace ??= _children is not null;
        }

        return _children;
    }

    private Child Start(
        Confinement confinement,
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        bool hears)
    {
        var path = FindProgram(program) ?? throw new ChildStartException($"The program {program} was not found.");
        var processes = FindNamespace();
        string[] command = [.. processes is null ? [] : ProcessNamespace.Prefix, .. Niceness.Prefix, .. confinement.Prefix, path, .. arguments];

        var (outputOurs, outputTheirs) = ChildSockets.Pair();
        try
        {
            var (errorsOurs, errorsTheirs) = ChildSockets.Pair();
            try
            {
                var pid = NativeSpawn.Start(command, environment, hears ? outputTheirs : null, outputTheirs, errorsTheirs, new Birthplace(processes, _network));
                return new Child(pid, outputOurs, errorsOurs);
            }
            catch
            {
                errorsOurs.Dispose();
                throw;
            }
            finally
            {
                _ = Libc.Close(errorsTheirs);
            }
        }
        catch
        {
            outputOurs.Dispose();
            throw;
        }
        finally
        {
            _ = Libc.Close(outputTheirs);
        }
    }
}
