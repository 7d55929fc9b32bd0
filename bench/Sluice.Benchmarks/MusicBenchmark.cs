using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Pulling;

namespace Sluice.Benchmarks;

/// <summary>In how many segments of music somebody is wrongly held to speak; and whether speech over music is heard.</summary>
internal static class MusicBenchmark
{
    public const string Name = "music";

    private static readonly MidiSong[] Songs =
    [
        new("piano", 0, false), new("piano", 0, true), new("organ", 19, false), new("guitar", 25, true), new("distorted guitar", 30, true),
        new("strings", 48, false), new("violin", 40, false), new("choir that sings \"ah\"", 52, false), new("voice that sings \"oh\"", 53, true),
        new("trumpet", 56, true), new("saxophone", 66, true), new("flute", 73, false), new("synthesiser", 81, true), new("drums alone", -1, true),
    ];

    private static readonly (string Voice, string Text)[] Said =
    [
        ("en-us", "Good evening everybody, and welcome to the show."), ("cmn", "大家晚上好,欢迎来到我们的直播间。"), ("ar", "مساء الخير جميعا ومرحبا بكم في برنامجنا."),
    ];

    private static readonly int[] Louder = [10, 0, -10];

    public static async Task RunAsync()
    {
        Console.WriteLine("# music: segments of 10 s without anybody who speaks, of which a voice is heard in; how long it is heard");
        using var catalog = new DetectorCatalog([VoiceDetector.Find(new DetectorSettings(TimeProvider.System))]);
        var voice = (VoiceDetector)catalog.Hearing.Single();
        List<byte[]> music = [];
        foreach (var song in Songs)
        {
            if (await song.PlayAsync() is not { } pcm)
            {
                Console.WriteLine("  fluidsynth and a sound font are not installed (Debian: fluidsynth, timgm6mb-soundfont)");
                return;
            }

            music.Add(pcm);
            await SayAsync(voice, song.ToString(), pcm);
        }

        Console.WriteLine("# a sentence of 3 s over each of them, in English, Chinese and Arabic: segments of which a voice is heard in");
        foreach (var louder in Louder)
        {
            var (heard, all) = (0, 0);
            foreach (var (name, text) in Said)
            {
                var said = await SoundFile.SpeakAsync(name, text);
                foreach (var pcm in music)
                {
                    all++;
                    heard += await IsHeardAsync(voice, Mix(pcm.AsSpan(0, AudioSegmenter.SegmentBytes), said, louder)) ? 1 : 0;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  speech {louder,3} dB louder than the music       {heard} of {all}"));
        }
    }

    /// <param name="recordings">Of whatever: nobody ought to speak in them.</param>
    public static async Task RunAsync(IReadOnlyList<string> recordings)
    {
        using var catalog = new DetectorCatalog([VoiceDetector.Find(new DetectorSettings(TimeProvider.System))]);
        var voice = (VoiceDetector)catalog.Hearing.Single();
        foreach (var recording in recordings)
        {
            await SayAsync(voice, Path.GetFileName(recording), await SoundFile.ReadAsync(recording));
        }
    }

    private static async Task SayAsync(VoiceDetector voice, string name, byte[] pcm)
    {
        var (segments, heard, seconds) = (0, 0, 0.0);
        for (var at = 0; at + AudioSegmenter.ShortestBytes <= pcm.Length; at += AudioSegmenter.SegmentBytes)
        {
            var segment = pcm.AsMemory(at, Math.Min(AudioSegmenter.SegmentBytes, pcm.Length - at));
            segments++;
            heard += await IsHeardAsync(voice, segment) ? 1 : 0;
            using var sound = Waveform.Of(new ReadOnlySequence<byte>(segment));
            seconds += voice.Probabilities(sound.Samples, CancellationToken.None).Count(probability => probability >= 0.5) * VoiceDetector.Step.TotalSeconds;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-40} {heard} of {segments}; {seconds:0.0} s of {SoundFormat.Duration(pcm.Length).TotalSeconds:0} s"));
    }

    private static async Task<bool> IsHeardAsync(VoiceDetector voice, ReadOnlyMemory<byte> pcm)
    {
        using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
        return (await voice.DetectAsync(sound, CancellationToken.None)).Count > 0;
    }

    /// <summary>Speech from the fourth second on, so much louder than the music beneath it, both as loud as fits.</summary>
    private static byte[] Mix(ReadOnlySpan<byte> music, ReadOnlySpan<byte> said, double louder)
    {
        var (beneath, above) = (Floats(music), Floats(said));
        var gain = Loudness(beneath) / Loudness(above) * Math.Pow(10, louder / 20);
        const int From = 4 * Waveform.SampleRate;
        for (var i = 0; i < above.Length && From + i < beneath.Length; i++)
        {
            beneath[From + i] += above[i] * gain;
        }

        var peak = beneath.Max(Math.Abs);
        var samples = beneath.Select(sample => (short)(sample / peak * 30_000)).ToArray();
        return MemoryMarshal.AsBytes<short>(samples).ToArray();
    }

    private static double[] Floats(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        var floats = new double[samples.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = samples[i];
        }

        return floats;
    }

    private static double Loudness(double[] samples) => Math.Sqrt(samples.Average(sample => sample * sample));
}
