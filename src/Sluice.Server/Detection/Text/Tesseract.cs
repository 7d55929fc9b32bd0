using System.Text;
using Sluice.Server.Children;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Runs tesseract for Arabic, a child for each reading, confined like a decoder: without a shell, with nothing but lines on its input and with
/// bounded output. One can be started ahead, while it is not known yet where the lines are.
/// </summary>
/// <param name="options">The program and its sandbox.</param>
/// <param name="hidden">A folder that it must not see.</param>
/// <param name="time">The clock.</param>
internal sealed class Tesseract(TextOptions options, string hidden, TimeProvider time) : IDisposable
{
    public const string Advice = "install the packages tesseract-ocr and tesseract-ocr-ara";

    private const long Memory = 1L << 30;

    /// <summary>Bytes of its answer: a frame's lines have at most some ten thousand characters.</summary>
    private const int MostOutput = 1 << 20;

    private static readonly string[] Reading = ["stdin", "stdout", "-l", "ara", "--psm", "7", "--dpi", "96", "tsv"];

    /// <summary>One that was started ahead and is not wanted for so long is ended: it holds some tens of megabytes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lazy<ChildSpawner> _spawner = new(() => new ChildSpawner(ChildNetwork.Nothing));
    private readonly Lock _lock = new();
    private Task<Confinement?>? _confinement;
    private Task<Child>? _ahead;
    private ITimer? _end;
    private bool _isDisposed;

    /// <summary>The program is installed.</summary>
    public bool IsThere => ChildSpawner.FindProgram(options.TesseractPath) is not null;

    /// <summary>Starts one for the next reading, if none is there. A failure is that of the reading.</summary>
    public void Prepare()
    {
        lock (_lock)
        {
            if (_isDisposed || !IsThere)
            {
                return;
            }

            if (_ahead is null or { IsFaulted: true })
            {
                _ahead = StartAsync(Reading);
            }

            _end ??= time.CreateTimer(_ => _ = EndAsync(Take()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <param name="pages">What <see cref="ArabicPages"/> makes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it says of words, as a table.</returns>
    /// <exception cref="ChildStartException">It could not be started, or failed.</exception>
    public async Task<string> ReadAsync(ReadOnlyMemory<byte> pages, CancellationToken cancellationToken)
    {
        var ahead = Take();
        return (ahead is null or { IsFaulted: true } ? null : await TryRunAsync(ahead, pages, cancellationToken))
            ?? await RunAsync(Reading, pages, cancellationToken);
    }

    /// <summary>The languages that it knows.</summary>
    /// <exception cref="ChildStartException">It could not be started, or failed.</exception>
    public async Task<string[]> ListAsync(CancellationToken cancellationToken) =>
        (await RunAsync(["--list-langs"], ReadOnlyMemory<byte>.Empty, cancellationToken)).Split('\n');

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _end?.Dispose();
        }

        _ = EndAsync(Take());
        if (_spawner.IsValueCreated)
        {
            _spawner.Value.Dispose();
        }
    }

    private static async Task EndAsync(Task<Child>? started)
    {
        try
        {
            if (started is not null)
            {
                await (await started).DisposeAsync();
            }
        }
        catch (ChildStartException)
        {
            // There is none.
        }
    }

    // The first line of what it complains of. The rest is read and left.
    private static async Task<string> FirstAsync(Child child, CancellationToken cancellationToken)
    {
        var (first, buffer) = ("", new byte[1024]);
        while (await child.ReadErrorsAsync(buffer, cancellationToken) is > 0 and var count)
        {
            // Before that it counts pages.
            first = first.Length > 0
                ? first
                : Array.Find(Encoding.UTF8.GetString(buffer, 0, count).Split('\n'), line => line.Length > 0 && !line.StartsWith("Page ", StringComparison.Ordinal))?.Trim() ?? "";
        }

        return first;
    }

    private async Task<string> RunAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        await TryRunAsync(StartAsync(arguments), input, cancellationToken) ?? throw new ChildStartException("tesseract was ended before it read");

    // Null: something had ended it before it read.
    private static async Task<string?> TryRunAsync(Task<Child> started, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await using var child = await ChildOfAsync(started, cancellationToken);
        var errors = FirstAsync(child, cancellationToken);
        var hears = await child.WriteAsync(input, cancellationToken);
        if (hears)
        {
            child.EndInput();
        }

        var output = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await child.ReadOutputAsync(buffer, cancellationToken) is > 0 and var count)
        {
            output.Write(buffer, 0, count);
            if (output.Length > MostOutput)
            {
                throw new ChildStartException("tesseract wrote too much");
            }
        }

        return await child.Exit.WaitAsync(cancellationToken) switch
        {
            0 => Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length),
            < 0 when !hears => null,
            _ => throw new ChildStartException($"tesseract failed: {await errors} ({Advice})"),
        };
    }

    // One that starts after nobody waits for it any longer is ended all the same.
    private static async Task<Child> ChildOfAsync(Task<Child> started, CancellationToken cancellationToken)
    {
        try
        {
            return await started.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = EndAsync(started);
            throw;
        }
    }

    private Task<Child>? Take()
    {
        lock (_lock)
        {
            var ahead = _ahead;
            _ahead = null;
            return ahead;
        }
    }

    private async Task<Child> StartAsync(IReadOnlyList<string> arguments) =>
        await Confine() is { } confinement
            ? await _spawner.Value.SpawnAsync(confinement, options.TesseractPath, arguments, ["OMP_THREAD_LIMIT=1"], hears: true)
            : throw new ChildStartException($"The sandbox that {TextOptions.Section}:{nameof(TextOptions.Sandbox)} asks for does not work here.");

    private Task<Confinement?> Confine()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new ChildStartException("The server is stopping.");
            }

            return _confinement ??= new Sandbox(options.Sandbox, Memory, hidden, time).FindAsync(_spawner.Value, options.TesseractPath, "--version");
        }
    }
}
