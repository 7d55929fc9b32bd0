using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Callbacks;

namespace Sluice.Cli.Judging;

/// <summary>A line of JSON for each frame: the file, the second, the lines of text in it, and <c>frameDetail</c> as a callback has it (protocol §4).</summary>
internal sealed class JsonJudgementPrinter(TextWriter output, MessageLanguage language) : IJudgementPrinter
{
    public async Task PrintAsync(JudgedMedia judged)
    {
        var detail = FrameDetails.Of(judged.Verdict, language, imageUrl: null, new FrameAuxInfo
        {
            // A file has no date: its time counts from 1970.
            ImgTime = judged.Times.CapturedFrom.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
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
        await output.WriteLineAsync(line.ToJsonString(Json.Readable));
        await output.FlushAsync(CancellationToken.None);
    }

    public Task EndAsync() => Task.CompletedTask;
}
