using System.Globalization;
using Sluice.Server.Children;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Reads lines of Arabic with tesseract, for a bounded time. Letters are told from the ground in two ways: what is not sure by the one is read by
/// the other too, and the surer reading counts.
/// </summary>
/// <param name="options">The program, its time and its sandbox.</param>
/// <param name="hidden">A folder that it must not see.</param>
/// <param name="time">The clock.</param>
/// <param name="onFailure">Told of lines that could not be read, and why.</param>
internal sealed class ArabicReader(TextOptions options, string hidden, TimeProvider time, Action<ArabicFailure, string>? onFailure) : IDisposable
{
    /// <summary>So sure is a reading that nobody asks for a second one.</summary>
    private const double Sure = 0.85;

    // Pixels of a line, in each of the two ways: it reads small lines as well as large ones, and sooner.
    private const int BrightnessHeight = 36;
    private const int ColourHeight = 40;

    /// <summary>Fields of a line of its answer, of which the first says that it is about a word.</summary>
    private const int Fields = 12;
    private const string WordLevel = "5";

    /// <summary>What it makes of an edge of the ground.</summary>
    private static readonly char[] Strokes = [' ', '|', '\r'];
    private readonly Tesseract _tesseract = new(options, hidden, time);

    /// <summary>The program is installed.</summary>
    public bool IsThere => _tesseract.IsThere;

    /// <summary>Lines may be asked for soon: it starts ahead of them.</summary>
    public void Prepare() => _tesseract.Prepare();

    /// <returns>
    /// What each says; null: it could not be read, which was told. And whether there was time for a second reading of what needs one.
    /// </returns>
    public async Task<(ReadText[]? Read, bool HadTime)> TryReadAsync(Picture picture, IReadOnlyList<TextBox> boxes, CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            return (Failed(ArabicFailure.Missing, $"{options.TesseractPath} is not there: {Tesseract.Advice}"), false);
        }

        using var patience = new CancellationTokenSource(options.TesseractTimeout, time);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
        ReadText[]? read = null;
        try
        {
            // A line that is cut out is some megabytes: it is done anew for the second way rather than held.
            read = await ReadAsync(picture, boxes, BrightnessInk.Of, BrightnessHeight, patience.Token);
            int[] unsure = [.. Enumerable.Range(0, read.Length).Where(i => read[i].Probability < Sure)];
            if (unsure.Length > 0)
            {
                var again = await ReadAsync(picture, [.. unsure.Select(i => boxes[i])], ColourInk.Of, ColourHeight, patience.Token);
                for (var i = 0; i < unsure.Length; i++)
                {
                    read[unsure[i]] = again[i].Probability > read[unsure[i]].Probability ? again[i] : read[unsure[i]];
                }
            }

            return (read, true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (read ?? Failed(ArabicFailure.TimedOut, $"tesseract took longer than {options.TesseractTimeout}"), false);
        }
        catch (ChildStartException failure)
        {
            Failed(ArabicFailure.Failed, failure.Message);
            return (read, false);
        }
    }

    /// <summary>What keeps it from reading; null: nothing does.</summary>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return !IsThere ? $"{options.TesseractPath} is not there: {Tesseract.Advice}"
                : (await _tesseract.ListAsync(cancellationToken)).Contains("ara") ? null
                : $"tesseract knows no Arabic: {Tesseract.Advice}";
        }
        catch (ChildStartException failure)
        {
            return failure.Message;
        }
    }

    public void Dispose() => _tesseract.Dispose();

    private async Task<ReadText[]> ReadAsync(
        Picture picture, IReadOnlyList<TextBox> boxes, Func<LineCrop, LineInk> ink, int height, CancellationToken cancellationToken)
    {
        var reading = _tesseract.ReadAsync(ArabicPages.Encode(boxes.Select(box => ink(LineCrop.Of(picture, box))), height), cancellationToken);
        if (picture.Wants.Language == ArabicLines.Language)
        {
            // Another one is wanted soon: it starts while this one reads.
            Prepare();
        }

        return Words(await reading, boxes.Count);
    }

    private ReadText[]? Failed(ArabicFailure failure, string reason)
    {
        onFailure?.Invoke(failure, reason);
        return null;
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
