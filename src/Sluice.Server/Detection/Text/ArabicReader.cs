using System.Globalization;
using System.Text;
using Sluice.Server.Children;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Reads lines of Arabic with tesseract, as a child that is confined like a decoder: without a shell, with nothing but lines on its input, for a
/// bounded time and with bounded output. Letters are told from the ground in two ways: what is not sure by the one is read by the other too, and
/// the surer reading counts.
/// </summary>
/// <param name="options">The program, its time and its sandbox.</param>
/// <param name="hidden">A folder that it must not see.</param>
/// <param name="time">The clock.</param>
/// <param name="onFailure">Told of lines that could not be read, and why.</param>
internal sealed class ArabicReader(TextOptions options, string hidden, TimeProvider time, Action<ArabicFailure, string>? onFailure) : IDisposable
{
    public const string Advice = "install the packages tesseract-ocr and tesseract-ocr-ara";

    private const long Memory = 1L << 30;

    /// <summary>So sure is a reading that nobody asks for a second one.</summary>
    private const double Sure = 0.85;

    // Pixels of a line, in each of the two ways: it reads small lines as well as large ones, and sooner.
    private const int BrightnessHeight = 36;
    private const int ColourHeight = 40;

    /// <summary>Bytes of its answer: a frame's lines have at most some ten thousand characters.</summary>
    private const int MostOutput = 1 << 20;

    /// <summary>Fields of a line of its answer, of which the first says that it is about a word.</summary>
    private const int Fields = 12;
    private const string WordLevel = "5";

    /// <summary>What it makes of an edge of the ground.</summary>
    private static readonly char[] Strokes = [' ', '|', '\r'];
    private static readonly string[] Arguments = ["stdin", "stdout", "-l", "ara", "--psm", "7", "--dpi", "96", "tsv"];
    private readonly Lazy<ChildSpawner> _spawner = new(() => new ChildSpawner(ChildNetwork.Nothing));
    private readonly Lock _lock = new();
    private Task<Confinement?>? _confinement;

    /// <summary>The program is installed.</summary>
    public bool IsThere => ChildSpawner.FindProgram(options.TesseractPath) is not null;

    /// <returns>What each says; null: it could not be read, which was told.</returns>
    public async Task<ReadText[]?> TryReadAsync(Picture picture, IReadOnlyList<TextBox> boxes, CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            return Failed(ArabicFailure.Missing, $"{options.TesseractPath} is not there: {Advice}");
        }

        using var patience = new CancellationTokenSource(options.TesseractTimeout, time);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
        try
        {
            // A line that is cut out is some megabytes: it is done anew for the second way rather than held.
            var read = await ReadAsync(boxes, box => BrightnessInk.Of(LineCrop.Of(picture, box)), BrightnessHeight, patience.Token);
            int[] unsure = [.. Enumerable.Range(0, read.Length).Where(i => read[i].Probability < Sure)];
            if (unsure.Length > 0)
            {
                var again = await ReadAsync(
                    [.. unsure.Select(i => boxes[i])], box => ColourInk.Of(LineCrop.Of(picture, box)), ColourHeight, patience.Token);
                for (var i = 0; i < unsure.Length; i++)
                {
                    read[unsure[i]] = again[i].Probability > read[unsure[i]].Probability ? again[i] : read[unsure[i]];
                }
            }

            return read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ArabicFailure.TimedOut, $"tesseract took longer than {options.TesseractTimeout}");
        }
        catch (ChildStartException failure)
        {
            return Failed(ArabicFailure.Failed, failure.Message);
        }
    }

    /// <summary>What keeps it from reading; null: nothing does.</summary>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return !IsThere
                ? $"{options.TesseractPath} is not there: {Advice}"
                : (await RunAsync(["--list-langs"], null, cancellationToken)).Split('\n').Contains("ara") ? null : $"tesseract knows no Arabic: {Advice}";
        }
        catch (ChildStartException failure)
        {
            return failure.Message;
        }
    }

    public void Dispose()
    {
        if (_spawner.IsValueCreated)
        {
            _spawner.Value.Dispose();
        }
    }

    private async Task<ReadText[]> ReadAsync(
        IReadOnlyList<TextBox> boxes, Func<TextBox, LineInk> ink, int height, CancellationToken cancellationToken)
    {
        using var pages = new MemoryFile(ArabicPages.Encode(boxes.Select(ink), height));
        return Words(await RunAsync(Arguments, pages, cancellationToken), boxes.Count);
    }

    private ReadText[]? Failed(ArabicFailure failure, string reason)
    {
        onFailure?.Invoke(failure, reason);
        return null;
    }

    private async Task<string> RunAsync(IReadOnlyList<string> arguments, MemoryFile? input, CancellationToken cancellationToken)
    {
        if (await Confine().WaitAsync(cancellationToken) is not { } confinement)
        {
            throw new ChildStartException($"The sandbox that {TextOptions.Section}:{nameof(TextOptions.Sandbox)} asks for does not work here.");
        }

        await using var child = await _spawner.Value.SpawnAsync(confinement, options.TesseractPath, arguments, ["OMP_THREAD_LIMIT=1"], input);
        var errors = FirstAsync(child, cancellationToken);
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

        return await child.Exit.WaitAsync(cancellationToken) == 0
            ? Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length)
            : throw new ChildStartException($"tesseract failed: {await errors} ({Advice})");
    }

    /// <summary>The first line of what it complains of. The rest is read and left.</summary>
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

    private Task<Confinement?> Confine()
    {
        lock (_lock)
        {
            return _confinement ??= new Sandbox(options.Sandbox, Memory, hidden, time).FindAsync(_spawner.Value, options.TesseractPath, "--version");
        }
    }

    private static ReadText[] Words(string answer, int lines)
    {
        var words = new List<(string Text, double Probability)>[lines];
        foreach (var row in answer.Split('\n'))
        {
            var fields = row.Split('\t', Fields);
            if (fields is [WordLevel, var page, _, _, _, _, _, _, _, _, var sure, var text] && text.Trim(Strokes) is { Length: > 0 } word
                && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line >= 1 && line <= lines
                && double.TryParse(sure, CultureInfo.InvariantCulture, out var percent))
            {
                (words[line - 1] ??= []).Add((word, Math.Clamp(percent / 100, 0, 1)));
            }
        }

        return [.. words.Select(said => said is null ? ReadText.Nothing : new ReadText(
            string.Join(' ', said.Select(word => word.Text)),
            said.Sum(word => word.Probability * word.Text.Length) / said.Sum(word => word.Text.Length)))];
    }
}
