using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>
/// The processor time of one 720p30 stream of 2.5 Mb/s that is pulled, sampled every 3 s and judged, against the bare ffmpeg
/// command that decodes the same stream to nowhere.
/// </summary>
internal static class PullBenchmark
{
    // Opening the source, and compiling the server's code, happen once: what is measured is a stream that runs.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    // A pull begins with all but B-frames and goes on with keyframes, which is what the bare command decodes, in a child of its own.
    private static readonly TimeSpan UntilKeyframes = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync()
    {
        var load = new MachineLoad();
        Console.WriteLine($"pull: one 720p30 stream, {Measured.TotalSeconds:0} s each");
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        using var programme = await ProgrammeServer.StartAsync(await LiveSource.RecordAsync(folder));
        folder.Delete(recursive: true);
        var source = $"http://127.0.0.1:{programme.Port}/live.flv";
        var bare = await BareAsync(source);
        var pulled = await PulledAsync(source);
        var child = ProcessorUse.Sum(pulled.Children.Values);
        Console.WriteLine($"  bare command          {Percent(bare)} of a core");
        Console.WriteLine($"  pulled: the child     {Percent(child)}");
        Console.WriteLine($"  pulled: the server    {Percent(pulled.Server)} (gate, reader, evidence, callbacks, and what runs without streams too)");
        Console.WriteLine($"  pulled: its judging   {Percent(pulled.Judging)} (QR codes, a frame every 3 s)");
        Console.WriteLine($"  pulled: its compiling {Percent(pulled.Compiling)} (over once it has run for some minutes)");
        Console.WriteLine($"child ÷ bare: {child / bare:0.00} (1.1); {load}");
    }

    private static async Task<TimeSpan> BareAsync(string source)
    {
        string[] arguments =
        [
            "-nostdin", "-loglevel", "error", "-threads", "1", "-skip_frame", "nokey", "-fpsprobesize", "0", "-probesize", "500k",
            "-analyzeduration", "1000000", "-i", source, "-filter_threads", "1", "-map", "0:v:0?", "-map", "0:a:0?",
            "-vf", @"select=isnan(prev_selected_t)+gt(floor(t/3)\,floor(prev_selected_t/3))", "-fps_mode", "passthrough",
            "-c:v", "mjpeg", "-q:v", "5", "-threads", "1", "-pix_fmt", "yuvj420p", "-af", "aresample=16000", "-ac", "1",
            "-c:a", "pcm_s16le", "-max_interleave_delta", "1", "-flush_packets", "1", "-write_index", "0", "-f", "nut", "-y", "/dev/null",
        ];
        using var bare = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        var used = await UsedAsync(bare);
        bare.Kill();
        await bare.WaitForExitAsync();
        return used;
    }

    private static async Task<ProcessorUse> PulledAsync(string source)
    {
        using var threads = new ThreadTimes();
        await using var server = await BenchServer.StartAsync();
        var key = await server.CreateKeyAsync();
        using var http = new HttpClient { BaseAddress = server.Url };
        var json = $$"""
            {"accessKey":"{{key.AccessKey}}","appId":"default","eventId":"e","imgType":"QRCODE","imgCallback":"http://127.0.0.1:9/","audioType":"DIRTY","audioCallback":"http://127.0.0.1:9/","data":{"streamType":"NORMAL","url":"{{source}}","tokenId":"u","detectFrequency":3} }
            """;
        using var answer = await http.PostAsync("/videostream/v4", new StringContent(json));
        answer.EnsureSuccessStatusCode();
        await Task.Delay(UntilKeyframes);
        await Task.Delay(WarmUp);
        var before = ProcessorUse.Now(threads);
        await Task.Delay(Measured);
        return ProcessorUse.Now(threads) - before;
    }

    private static async Task<TimeSpan> UsedAsync(Process process)
    {
        await Task.Delay(WarmUp);
        process.Refresh();
        var before = process.TotalProcessorTime;
        await Task.Delay(Measured);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static string Percent(TimeSpan used) =>
        string.Create(CultureInfo.InvariantCulture, $"{used / Measured * 100,5:0.00} %");
}
