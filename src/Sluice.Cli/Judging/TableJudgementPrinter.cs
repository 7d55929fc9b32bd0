using System.Globalization;
using Sluice.Cli.Asking;
using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Cli.Judging;

/// <summary>A table for people of frames and sound, and a small picture of each frame with what was seen in it.</summary>
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
        Add(judged.File, second, judged.Verdict, [], string.Join(" / ", judged.Lines), thumbnail);
    }

    public Task PrintAsync(JudgedSound judged)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{judged.From.TotalSeconds:0.0}-{judged.To.TotalSeconds:0.0}");
        Add(judged.File, seconds, judged.Verdict, [judged.Heard.HasVoice ? "sound" : "silence"], judged.Heard.Text, "");
        return Task.CompletedTask;
    }

    public Task EndAsync() => _table.WriteAsync(output);

    private void Add(string file, string seconds, Verdict verdict, IEnumerable<string> beside, string text, string thumbnail) => _table.Add(
        file,
        seconds,
        verdict.Level.ToString().ToUpperInvariant(),
        verdict.Top is null ? "" : string.Join(", ", verdict.All.Select(label => Said(label.Label.Name3.In(language), label.Probability))),
        string.Join(", ", [.. beside, .. verdict.Business.Select(label => Said(label.Label.Name3.In(language), label.Probability))]),
        text,
        thumbnail);

    private static string Said(string name, double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {probability:0.00}");
}
