using System.Diagnostics;
using System.Text.Json.Nodes;
using SkiaSharp;
using Sluice.Cli.Commands;
using Sluice.Cli.Judging;
using Sluice.Tests.Detection;
using Sluice.Tests.Detection.Text;

namespace Sluice.Tests.Cli;

public sealed class JudgeCommandTests : IDisposable
{
    private const string Address = "https://t.example/join";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-judge-test-");

    [Fact]
    public async Task An_image_is_judged_as_a_frame_of_a_stream_is()
    {
        var run = await JudgeAsync("--types", "QRCODE", Image("code.jpg"));

        Assert.True(run.ExitCode == 0, run.Error);
        var line = JsonNode.Parse(Assert.Single(Lines(run)))!;
        Assert.Equal((Path.Combine(_folder.FullName, "code.jpg"), 0.0), ((string)line["file"]!, (double)line["second"]!));
        var detail = line["frameDetail"]!;
        Assert.Equal(("REVIEW", "qrcode"), ((string)detail["riskLevel"]!, (string)detail["riskLabel1"]!));
        var seen = Assert.Single(detail["riskDetail"]!["objects"]!.AsArray())!;
        Assert.Equal(Address, (string)seen["qrContent"]!);
        int[] expected = [40, 60, 240, 260];
        Assert.All(expected.Zip(seen["location"]!.AsArray()), pair => Assert.InRange((int)pair.Second!, pair.First - 8, pair.First + 8));
    }

    [Fact]
    public async Task A_video_is_judged_at_its_slots_and_what_it_shows_has_its_second()
    {
        var run = await JudgeAsync("--types", "QRCODE", "--every", "2", await VideoAsync(12, from: 4, to: 7));

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = Lines(run).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal([0, 2, 4, 6, 8, 10], lines.Select(line => Math.Round((double)line["second"]!)));
        Assert.Equal(
            ["PASS", "PASS", "REVIEW", "REVIEW", "PASS", "PASS"], lines.Select(line => (string)line["frameDetail"]!["riskLevel"]!));
    }

    [Fact]
    public async Task Text_in_a_picture_is_told_line_by_line()
    {
        var file = Path.Combine(_folder.FullName, "text.jpg");
        await File.WriteAllBytesAsync(
            file, TextRig.Frame(("Breaking news", 100, 100), ("欢迎来到直播间", 100, 300)), TestContext.Current.CancellationToken);

        var run = await JudgeAsync("--types", "IMGTEXTRISK", "--text-lang", "en", file);

        Assert.True(run.ExitCode == 0, run.Error);
        var judged = JsonNode.Parse(Assert.Single(Lines(run)))!;
        Assert.Equal(["Breaking news", "欢迎来到直播间"], judged["lines"]!.AsArray().Select(line => (string)line!));
        Assert.Equal("Breaking news\n欢迎来到直播间", (string)judged["frameDetail"]!["riskDetail"]!["ocrText"]!["text"]!);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_judged()
    {
        var run = await JudgeAsync("--types", "EROTIC", Image("code.png"));

        Assert.Equal("PASS", (string)JsonNode.Parse(Assert.Single(Lines(run)))!["frameDetail"]!["riskLevel"]!);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_named_and_the_others_are_judged()
    {
        var (text, gone, cut) = (Path.Combine(_folder.FullName, "text.txt"), Path.Combine(_folder.FullName, "gone.mp4"), Image("cut.png"));
        await File.WriteAllTextAsync(text, "no picture", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(cut, TestContext.Current.CancellationToken))[..20], TestContext.Current.CancellationToken);

        var run = await JudgeAsync("--types", "QRCODE", text, gone, cut, Image("good.png"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(Path.Combine(_folder.FullName, "good.png"), (string)JsonNode.Parse(Assert.Single(Lines(run)))!["file"]!);
        Assert.Contains($"sluice: {gone}: there is no such file", run.Error);
        Assert.Contains($"sluice: {text}: ", run.Error);
        Assert.Contains($"sluice: {cut}: ", run.Error);
    }

    [Fact]
    public async Task A_playlist_cannot_lead_it_to_the_network()
    {
        var playlist = Path.Combine(_folder.FullName, "list.m3u8");
        await File.WriteAllTextAsync(
            playlist, "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n", TestContext.Current.CancellationToken);

        var run = await JudgeAsync("--types", "QRCODE", playlist);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Pretty_is_a_table_with_a_small_picture_of_each_frame()
    {
        var thumbnails = Path.Combine(_folder.FullName, "small");

        var run = await JudgeAsync("--types", "QRCODE", "--pretty", "--thumbnails", thumbnails, Image("code.png"));

        var lines = Lines(run);
        Assert.Equal(2, lines.Length);
        Assert.Matches("^file +second +level +label +beside risks +text +thumbnail$", lines[0]);
        Assert.Contains("REVIEW  QR code 1.00", lines[1]);
        var file = Assert.Single(Directory.GetFiles(thumbnails));
        Assert.EndsWith(file, lines[1]);
        using var small = SKBitmap.Decode(file);
        Assert.Equal(Thumbnail.Side, small.Width);
        // The box around the code, which begins 40 of 640 from the left.
        var edge = small.GetPixel(30, (int)(160 * 0.75));
        Assert.True(edge.Red > 150 && edge.Green < 110, edge.ToString());
    }

    [Theory]
    [InlineData("--types", "QRCODES", "'QRCODES' is no type; there are ADVERT")]
    [InlineData("--every", "0", "--every: must be from 1 to 60")]
    [InlineData("--every", "61", "--every: must be from 1 to 60")]
    [InlineData("--lang", "fr", "fr")]
    public async Task A_wrong_option_is_2_and_named(string option, string value, string reason)
    {
        var run = await JudgeAsync(option, value, "file");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error);
    }

    [Fact]
    public async Task Wrong_settings_are_named()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "sluice.json"), """{ "Sluice": { "Detection": { "MaxBatch": 0 } } }""", TestContext.Current.CancellationToken);

        var run = await JudgeAsync("file");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("Sluice:Detection:MaxBatch", run.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Lines(CommandRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<CommandRun> JudgeAsync(params string[] arguments) =>
        CommandRun.RunAsync(new JudgeCommand(TimeProvider.System), ["judge", "--data", _folder.FullName, .. arguments]);

    private string Image(string name)
    {
        using var picture = new TestPicture(640, 360).Code(Address, 40, 60, 200);
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, name.EndsWith(".png", StringComparison.Ordinal) ? picture.Png() : picture.Jpeg());
        return file;
    }

    private async Task<string> VideoAsync(int seconds, int from, int to)
    {
        var file = Path.Combine(_folder.FullName, "video.mkv");
        string[] arguments =
        [
            "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", $"testsrc2=s=640x360:r=10:d={seconds}", "-i", Image("overlay.jpg"),
            "-filter_complex", $"[0][1]overlay=enable='between(t,{from},{to})'", "-c:v", "libx264", "-preset", "ultrafast", file,
        ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
        return file;
    }
}
