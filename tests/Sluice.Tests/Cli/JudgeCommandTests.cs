using System.Diagnostics;
using System.Text.Json.Nodes;
using SkiaSharp;
using Sluice.Cli.Commands;
using Sluice.Cli.Judging;
using Sluice.Tests.Detection;
using Sluice.Tests.Detection.Remote;
using Sluice.Tests.Detection.Text;
using Sluice.Tests.Speech;

namespace Sluice.Tests.Cli;

public sealed class JudgeCommandTests : IDisposable
{
    private const string Address = "https://t.example/join";
    private const int FlvHead = 13;
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

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    public async Task Sound_is_judged_ten_seconds_at_a_time_by_what_is_said_and_says_when_somebody_speaks(string kind)
    {
        var file = await SoundAsync($"said.{kind}", lead: 12, "one two three four");

        var run = await JudgeAsync("--text-lang", "en", "--audio-types", "DIRTY", file);

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = Lines(run).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal([0, 10], lines.Select(line => (double)line["second"]!));
        Assert.InRange((double)lines[1]["until"]!, 13, 18);
        Assert.All(lines, line => Assert.Equal(file, (string)line["file"]!));
        Assert.Equal([0, 1], lines.Select(line => (int)line["audioDetail"]!["vadCode"]!));
        Assert.Equal("", (string)lines[0]["audioDetail"]!["audioText"]!);
        Assert.Contains("three four", (string)lines[1]["audioDetail"]!["audioText"]!, StringComparison.Ordinal);
        Assert.Equal("1970-01-01 00:00:10.000", (string)lines[1]["audioDetail"]!["auxInfo"]!["audioStartTime"]!);
    }

    // Ten hours of silence would be held in memory, and judged.
    [Fact]
    public async Task Where_the_time_of_sound_jumps_nothing_is_judged_between()
    {
        var (jumps, parts) = (Path.Combine(_folder.FullName, "jumps.flv"), new List<byte[]>());
        foreach (var begins in (int[])[0, 4, 36_000])
        {
            await FfmpegAsync("-y", "-f", "lavfi", "-i", "sine=440:d=2", "-c:a", "aac", "-output_ts_offset", $"{begins}", jumps);
            parts.Add(await File.ReadAllBytesAsync(jumps, TestContext.Current.CancellationToken));
        }

        await File.WriteAllBytesAsync(jumps, [.. parts[0], .. parts[1][FlvHead..], .. parts[2][FlvHead..]], TestContext.Current.CancellationToken);

        var run = await JudgeAsync("--audio-types", "DIRTY", jumps);

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = Lines(run).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal([(0, 6), (36_000, 36_002)], lines.Select(line => (Math.Round((double)line["second"]!), Math.Round((double)line["until"]!))));
    }

    [Fact]
    public async Task What_is_said_is_found_and_labelled_as_a_server_would()
    {
        await using var server = await ModelServer.StartAsync("""{"text":"what a moron you are","language":"english"}""");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "sluice.json"),
            $$"""{ "Sluice": { "Speech": { "Languages": { "en": { "Kind": "Endpoint" } }, "Endpoint": { "Url": "{{server.Url}}", "Verbose": true, "TellLanguage": false } } } }""",
            TestContext.Current.CancellationToken);
        var file = await SoundAsync("said.wav", lead: 1, "good evening everybody, and welcome to the show");

        var run = await JudgeAsync("--text-lang", "en", file);
        var table = await JudgeAsync("--pretty", "--text-lang", "en", "--audio-types", "DIRTY", file);

        Assert.True(run.ExitCode == 0, run.Error);
        var detail = JsonNode.Parse(Assert.Single(Lines(run)))!["audioDetail"]!;
        Assert.Equal(("REVIEW", "abuse", "what a moron you are"), ((string)detail["riskLevel"]!, (string)detail["riskLabel1"]!, (string)detail["audioText"]!));
        Assert.Equal("moron", (string)Assert.Single(detail["riskDetail"]!["riskSegments"]!.AsArray())!["segment"]!);
        Assert.Equal("en", (string)Assert.Single(detail["businessLabels"]!.AsArray())!["businessLabel3"]!);
        Assert.Matches(@"said\.wav +0\.0-\d+\.\d +REVIEW +\S.* 1\.00 +sound +what a moron you are *$", Lines(table)[1]);
    }

    [Fact]
    public async Task Of_a_video_with_sound_both_are_judged_and_what_is_not_understood_is_named()
    {
        var video = Path.Combine(_folder.FullName, "both.mp4");
        await FfmpegAsync(
            "-loop", "1", "-i", Image("code.jpg"), "-i", await SoundAsync("said.wav", lead: 1, "good evening everybody, and welcome"),
            "-shortest", "-r", "5", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", video);

        var run = await JudgeAsync("--types", "QRCODE", "--audio-types", "DIRTY", "--text-lang", "ar", video);

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = Lines(run).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal("REVIEW", (string)lines[0]["frameDetail"]!["riskLevel"]!);
        Assert.Equal((1, ""), ((int)lines[^1]["audioDetail"]!["vadCode"]!, (string)lines[^1]["audioDetail"]!["audioText"]!));
        Assert.Contains("sluice: what is said is not understood: speech of language ar: no model of sherpa-onnx", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_what_is_asked_for_is_named()
    {
        var sound = await SoundAsync("said.wav", lead: 1, "hello");
        var tooShort = Path.Combine(_folder.FullName, "short.wav");
        await FfmpegAsync("-f", "lavfi", "-i", "sine=d=0.5", tooShort);

        var pictures = await JudgeAsync("--types", "QRCODE", sound);
        var sounds = await JudgeAsync("--audio-types", "DIRTY", Image("code.jpg"));
        var nothing = await JudgeAsync("--types", "QRCODE", "--audio-types", "DIRTY", tooShort);

        Assert.Equal((1, "", $"sluice: {sound}: there is no picture in it\n"), (pictures.ExitCode, pictures.Output, pictures.Error));
        Assert.Equal((1, ""), (sounds.ExitCode, sounds.Output));
        Assert.Contains("code.jpg: there is no second of sound in it", sounds.Error, StringComparison.Ordinal);
        Assert.Equal((1, ""), (nothing.ExitCode, nothing.Output));
        Assert.Contains("short.wav: there is no picture in it, and there is no second of sound in it", nothing.Error, StringComparison.Ordinal);
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
            "-f", "lavfi", "-i", $"testsrc2=s=640x360:r=10:d={seconds}", "-i", Image("overlay.jpg"),
            "-filter_complex", $"[0][1]overlay=enable='between(t,{from},{to})'", "-c:v", "libx264", "-preset", "ultrafast", file,
        ];
        await FfmpegAsync(arguments);
        return file;
    }

    /// <summary>Silence, and then a machine that speaks English.</summary>
    private async Task<string> SoundAsync(string name, double lead, string text)
    {
        var (raw, file) = (Path.Combine(_folder.FullName, name + ".pcm"), Path.Combine(_folder.FullName, name));
        await File.WriteAllBytesAsync(raw, [.. Speaking.Silence(lead), .. await Speaking.SayAsync(text)], TestContext.Current.CancellationToken);
        await FfmpegAsync("-f", "s16le", "-ar", "16000", "-ac", "1", "-i", raw, "-ar", "44100", file);
        return file;
    }

    private static async Task FfmpegAsync(params string[] arguments)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", .. arguments]);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
