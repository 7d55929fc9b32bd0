using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Cli.Calls;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Evidence;

namespace Sluice.Benchmarks;

/// <summary>
/// What listening to a segment of 10 s takes on one thread, and how long after a segment's end its callback is there, with ten live
/// streams and no recogniser.
/// </summary>
internal static class SoundBenchmark
{
    private const int Rounds = 31;
    private const int Streams = 10;
    private const int Seconds = 10;

    private static readonly TimeSpan Run = TimeSpan.FromSeconds(34);

    public static async Task RunAsync()
    {
        Console.WriteLine($"sound: a segment of {Seconds} s; one thread, processor time, the median of {Rounds}; goals in brackets");
        var pcm = Noise();
        using (var catalog = new DetectorCatalog([VoiceDetector.Find(new DetectorSettings(TimeProvider.System))]))
        {
            var voice = (VoiceDetector)catalog.Hearing.Single();
            var before = ProcessorTime.Resident();
            using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
            var load = ProcessorTime.Of(() => Listen(voice, sound)).TotalMilliseconds;
            Say("loading the network, and the first segment", load, $"; {(ProcessorTime.Resident() - before) / 1e6:0} MB");
            Say("hearing voices", ProcessorTime.Median(Rounds, () => Listen(voice, sound)), " (100)");
        }

        var silence = new byte[pcm.Length];
        Say("loudness, of silence, a hundred times", ProcessorTime.Median(Rounds, () => Repeat(100, () => SoundLevel.IsSilent(silence))));
        Say("writing MP3", ProcessorTime.Median(Rounds, () => Mp3Encoder.Encode(new ReadOnlySequence<byte>(pcm))));
        await CallBackAsync();
    }

    private static void Listen(VoiceDetector voice, Waveform sound) => voice.Probabilities(sound.Samples, CancellationToken.None);

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static async Task CallBackAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        using var programme = await ProgrammeServer.StartAsync(await LiveSource.RecordAsync(folder));
        folder.Delete(recursive: true);
        await using var receiver = await SegmentReceiver.StartAsync();
        await using var server = await BenchServer.StartAsync();
        var key = await server.CreateKeyAsync();
        var load = new MachineLoad();
        for (var stream = 0; stream < Streams; stream++)
        {
            var answer = await ServerCall.PostAsync(
                server.Url, ServerCall.SubmitPath, Submission(key.AccessKey, $"http://127.0.0.1:{programme.Port}/{stream}.flv", receiver.Url), CancellationToken.None);
            if (answer.Code != ServerAnswer.Success)
            {
                throw new InvalidOperationException($"a submission was answered {answer.Code}");
            }
        }

        await Task.Delay(Run);
        var delays = receiver.Delays.Order().ToArray();
        Console.WriteLine(delays.Length == 0 ? "  no segment was called back" : string.Create(
            CultureInfo.InvariantCulture,
            $"  {Streams} live streams: {delays.Length} segments called back, after their end p50 {delays[delays.Length / 2].TotalSeconds:0.00} s, p95 {delays[delays.Length * 95 / 100].TotalSeconds:0.00} s (3); {load}"));
    }

    private static JsonObject Submission(string accessKey, string url, Uri receiver) => new()
    {
        ["accessKey"] = accessKey,
        ["appId"] = "default",
        ["eventId"] = "bench",
        ["imgType"] = "QRCODE",
        ["imgCallback"] = $"{receiver}img",
        ["audioType"] = "DIRTY",
        ["audioCallback"] = $"{receiver}audio",
        ["data"] = new JsonObject { ["streamType"] = "NORMAL", ["url"] = url, ["tokenId"] = "u", ["returnAllText"] = 1 },
    };

    private static byte[] Noise()
    {
        var pcm = new byte[Seconds * Waveform.SampleRate * 2];
        new Random(7).NextBytes(pcm);
        return pcm;
    }

    private static void Say(string what, double milliseconds, string more = "") =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {milliseconds,6:0.0} ms{more}"));
}
