using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Sluice.Server.Api.Keys;

namespace Sluice.Benchmarks;

/// <summary>
/// Many 720p30 streams at once, sampled every 3 s: how many slots have their frame, and what a stream costs, a third of them after the
/// other. Their source, one process, shares the machine.
/// </summary>
internal static class DensityBenchmark
{
    public const string Name = "density";

    /// <summary>How many streams, when it is not said.</summary>
    public const int Usual = 40;

    private const int Parts = 3;
    private const int Interval = 3;

    // No detector judges it: what is measured is the pull.
    private const string ImageType = "POLITY";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);
    private static long _frames;
    private static int _streams;

    public static async Task RunAsync(int streams)
    {
        Console.WriteLine($"density: {streams} streams of 720p30, {Interval} s between frames, load {Load()}");
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            await using var server = await BenchServer.StartAsync();
            var key = await server.CreateKeyAsync();
            using var source = await ProgrammeServer.StartAsync(await LiveSource.RecordAsync(folder));
            using var http = new HttpClient { BaseAddress = server.Url };
            using var counter = CountFrames();
            var children = TimeSpan.Zero;
            for (var part = 1; part <= Parts; part++)
            {
                var count = streams * part / Parts;
                await Task.WhenAll(Enumerable.Range(0, count - (streams * (part - 1) / Parts)).Select(_ => BeginAsync(http, key, source)));
                await Task.Delay(Settle);
                var used = await MeasureAsync(count);
                Console.WriteLine($"  the last {count - (streams * (part - 1) / Parts)} cost their children {Percent(used - children)} of a core");
                children = used;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MeterListener CountFrames()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Sluice", Name: "pull_frames" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _frames, value));
        listener.Start();
        return listener;
    }

    private static async Task BeginAsync(HttpClient http, KeyRow key, ProgrammeServer source)
    {
        var url = $"http://127.0.0.1:{source.Port}/{Interlocked.Increment(ref _streams)}.flv";
        var json = $$"""
            {"accessKey":"{{key.AccessKey}}","appId":"default","eventId":"e","imgType":"{{ImageType}}","imgCallback":"http://127.0.0.1:9/","audioType":"DIRTY","audioCallback":"http://127.0.0.1:9/","data":{"streamType":"NORMAL","url":"{{url}}","tokenId":"u","detectFrequency":{{Interval}}} }
            """;
        using var answer = await http.PostAsync("/videostream/v4", new StringContent(json));
        answer.EnsureSuccessStatusCode();
    }

    // Returns what the children used.
    private static async Task<TimeSpan> MeasureAsync(int count)
    {
        using var self = Process.GetCurrentProcess();
        var frames = Interlocked.Read(ref _frames);
        var before = (Server: self.TotalProcessorTime, Children: ChildTimes(self.Id));
        await Task.Delay(Measured);
        self.Refresh();
        var after = (Server: self.TotalProcessorTime, Children: ChildTimes(self.Id));
        var captured = Interlocked.Read(ref _frames) - frames;

        // A child that was replaced meanwhile is left out, with its successor.
        var children = TimeSpan.Zero;
        foreach (var (pid, time) in after.Children)
            children += before.Children.TryGetValue(pid, out var earlier) ? time - earlier : TimeSpan.Zero;
        var memory = after.Children.Keys.Select(ProportionalMemory).Where(m => m > 0).DefaultIfEmpty().Average();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {count,3} streams: slots {100.0 * captured / (count * Measured.TotalSeconds / Interval):0.0} %, a stream: child {Percent(children / count)},"
            + $" server {Percent((after.Server - before.Server) / count)}, child's memory {memory / 1024:0.0} MB; load {Load()}"));
        return children;
    }

    private static Dictionary<int, TimeSpan> ChildTimes(int ancestor)
    {
        var times = new Dictionary<int, TimeSpan>();
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                try
                {
                    if (ProcessTree.Descends(process.Id, ancestor) && IsPulling(process.Id))
                        times[process.Id] = process.TotalProcessorTime;
                }
                catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
                {
                    // It ended meanwhile.
                }
            }
        }

        return times;
    }

    // The sources are children of this process too.
    private static bool IsPulling(int pid) => File.ReadAllText($"/proc/{pid}/cmdline").Contains("-skip_frame", StringComparison.Ordinal);

    private static double ProportionalMemory(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string Percent(TimeSpan used) => string.Create(CultureInfo.InvariantCulture, $"{used / Measured * 100:0.00} %");
}
