using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Callbacks;

namespace Sluice.Cli.Judging;

/// <summary>
/// A line of JSON for each frame: the file, the second, the lines of text in it, and <c>frameDetail</c> as a callback has it (protocol §4). And
/// one for each 10 s of sound: the file, the seconds from and to which it is, and <c>audioDetail</c>.
/// </summary>
internal sealed class JsonJudgementPrinter(TextWriter output, MessageLanguage language) : IJudgementPrinter
{
    public async Task PrintAsync(JudgedMedia judged)
    {
        var detail = FrameDetails.Of(judged.Verdict, language, imageUrl: null, new FrameAuxInfo
        {
            ImgTime = Date(judged.Times.CapturedFrom),
            BeginProcessTime = judged.Times.Began.ToUnixTimeMilliseconds(),
            FinishProcessTime = judged.Times.Finished.ToUnixTimeMilliseconds(),
        });
        var line = new JsonObject
        {
            ["file"] = judged.File,
            ["second"] = Math.Round(judged.Frame.At.TotalSeconds, 3),
            ["lines"] = new JsonArray([.. judged.Lines.Select(text => JsonValue.Create(text))]),
            ["frameDetail"] = JsonSerializer.SerializeToNode(detail, ProtocolJson.Wire.FrameDetail),
        };
        await WriteAsync(line);
    }

    public Task PrintAsync(JudgedSound judged)
    {
        var (from, to) = (Date(judged.Times.CapturedFrom), Date(judged.Times.CapturedTo));
        var detail = AudioDetails.Of(judged.Verdict, language, judged.Heard, new AudioAuxInfo
        {
            StartTime = from,
            EndTime = to,
            AudioStartTime = from,
            AudioEndTime = to,
            BeginProcessTime = judged.Times.Began.ToUnixTimeMilliseconds(),
            FinishProcessTime = judged.Times.Finished.ToUnixTimeMilliseconds(),
        });
        return WriteAsync(new JsonObject
        {
            ["file"] = judged.File,
            ["second"] = Math.Round(judged.From.TotalSeconds, 3),
            ["until"] = Math.Round(judged.To.TotalSeconds, 3),
            ["audioDetail"] = JsonSerializer.SerializeToNode(detail, ProtocolJson.Wire.AudioDetail),
        });
    }

    public Task EndAsync() => Task.CompletedTask;

    // A file has no date: its time counts from 1970.
    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private async Task WriteAsync(JsonObject line)
    {
        await output.WriteLineAsync(line.ToJsonString(Json.Readable));
        await output.FlushAsync(CancellationToken.None);
    }
}
