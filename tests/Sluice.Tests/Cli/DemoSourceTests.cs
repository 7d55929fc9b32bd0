using System.Diagnostics;
using Sluice.Cli;
using Sluice.Cli.Demo;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.SystemTests.Processes;

namespace Sluice.Tests.Cli;

public sealed class DemoSourceTests : IDisposable
{
    private static readonly DemoScript Script = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_plays_picture_and_sound_in_real_time_and_runs_on_when_its_player_leaves()
    {
        var token = TestContext.Current.CancellationToken;
        await using var source = await DemoSource.StartAsync(Script, _folder, TimeSpan.FromSeconds(60), token);
        await using var tap = new SourceTap(source.Port, TimeProvider.System);
        var began = Stopwatch.StartNew();

        // One frame a second, with its number in the name, and the sound.
        var player = await ToolRun.RunAsync(
            "ffmpeg",
            [
                "-nostdin", "-loglevel", "error", "-i", $"rtmp://127.0.0.1:{tap.Port}/live/demo",
                "-map", "0:v", "-t", "5.5", "-vf", "fps=1:round=up", "-q:v", "2", Path.Combine(_folder, "%d.jpg"),
                "-map", "0:a", "-t", "5.5", "-f", "s16le", Path.Combine(_folder, "sound.raw"),
            ],
            token);

        Assert.True(player is { ExitCode: 0 }, player?.Error);
        Assert.True(began.Elapsed > TimeSpan.FromSeconds(4), $"5.5 s came within {began.Elapsed}");
        Assert.True(new FileInfo(Path.Combine(_folder, "sound.raw")).Length > 4 * 44100);
        Assert.Equal([DemoScript.CodeText], await CodesInAsync("4.jpg"));
        Assert.Empty(await CodesInAsync("1.jpg"));

        var left = await tap.PlayerLeft.WaitAsync(Patience, token);
        Assert.True(left <= TimeProvider.System.GetTimestamp());
        Assert.True(tap.Started.IsCompletedSuccessfully);
        await Eventually.BeTrueAsync(() => tap.BytesAfterPlayer > 50_000, Patience, () => $"{tap.BytesAfterPlayer} bytes after the player has left");
        Assert.True(source.IsRunning);
    }

    [Fact]
    public async Task A_source_that_nobody_plays_ends_when_it_is_disposed()
    {
        var source = await DemoSource.StartAsync(Script, _folder, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(source.IsRunning);

        await source.DisposeAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private async Task<IEnumerable<string?>> CodesInAsync(string file)
    {
        using var picture = JpegDecoder.Decode(await File.ReadAllBytesAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken));
        using var scanner = new ZBarScanner(ZBar.QrCodes, 1);
        return scanner.Scan(picture.Luma.Span, picture.Width, picture.Height).Select(code => code.Content);
    }
}
