using System.Globalization;
using Sluice.Cli.Asking;
using Sluice.Protocol;

namespace Sluice.Cli.Judging;

/// <summary>A table for people, and a small picture of each frame with what was seen in it.</summary>
internal sealed class TableJudgementPrinter(TextWriter output, MessageLanguage language, string thumbnails) : IJudgementPrinter
{
    private readonly TextTable _table = new("file", "second", "level", "label", "beside risks", "text", "thumbnail");
    private int _frames;

    public async Task PrintAsync(JudgedMedia judged)
    {
        var second = judged.Frame.At.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{++_frames:0000}-{Path.GetFileNameWithoutExtension(judged.File)}-{second}.jpg");
        var thumbnail = Path.Combine(thumbnails, name);
        await File.WriteAllBytesAsync(thumbnail, Thumbnail.Draw(judged), CancellationToken.None);
        var verdict = judged.Verdict;
        _table.Add(
            judged.File,
            second,
            verdict.Level.ToString().ToUpperInvariant(),
            verdict.Top is null ? "" : string.Join(", ", verdict.All.Select(label => Said(label.Label.Name3.In(language), label.Probability))),
            string.Join(", ", verdict.Business.Select(label => Said(label.Label.Name3.In(language), label.Probability))),
            string.Join(" / ", judged.Lines),
            thumbnail);
    }

    public Task EndAsync() => _table.WriteAsync(output);

    private static string Said(string name, double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {probability:0.00}");
}
