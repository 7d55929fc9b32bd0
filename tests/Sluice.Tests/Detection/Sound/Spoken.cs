using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Tests.Detection.Sound;

/// <summary>Speech that espeak-ng synthesises, and other sound, as a pull hands it on: 16 kHz mono signed 16-bit little-endian.</summary>
internal static class Spoken
{
    private const int Rate = 16_000;

    private static readonly Dictionary<string, (string Voice, string Text)> Texts = new()
    {
        ["en"] = ("en", "Good evening everybody, and welcome to the show. Tonight we shall talk about the weather."),
        ["zh"] = ("cmn", "大家晚上好,欢迎来到我们的直播间,今天我们来谈谈天气。"),
        ["ar"] = ("ar", "مساء الخير جميعا ومرحبا بكم في برنامجنا. الليلة سنتحدث عن الطقس."),
    };

    private static readonly ConcurrentDictionary<string, Task<byte[]>> Made = [];

    /// <summary>Some seconds of speech, which begins and ends with its sound.</summary>
    /// <param name="language">en, zh or ar.</param>
    public static Task<byte[]> InAsync(string language) => Made.GetOrAdd(language, _ => MakeAsync(Texts[language].Voice, Texts[language].Text));

    public static byte[] Silence(double seconds) => new byte[(int)(seconds * Rate) * 2];

    public static byte[] Tone(double seconds, double amplitude = 0.3, double hertz = 440) =>
        Samples(seconds, i => amplitude * Math.Sin(2 * Math.PI * hertz * i / Rate));

    public static byte[] Noise(double seconds, double amplitude = 0.1)
    {
        var random = new Random(7);
        return Samples(seconds, _ => amplitude * ((random.NextDouble() * 2) - 1));
    }

    /// <summary>So many seconds that are silent but for this, which begins at a second.</summary>
    public static byte[] Within(double seconds, double from, byte[] sound)
    {
        var whole = Silence(seconds);
        var at = (int)(from * Rate) * 2;
        sound.AsSpan(0, Math.Min(sound.Length, whole.Length - at)).CopyTo(whole.AsSpan(at));
        return whole;
    }

    /// <summary>As much of a sound.</summary>
    public static byte[] First(double seconds, byte[] sound) => sound[..Math.Min(sound.Length, (int)(seconds * Rate) * 2)];

    private static byte[] Samples(double seconds, Func<int, double> sample) => MemoryMarshal.AsBytes<short>(
        Enumerable.Range(0, (int)(seconds * Rate)).Select(i => (short)(32767 * sample(i))).ToArray()).ToArray();

    private static async Task<byte[]> MakeAsync(string voice, string text)
    {
        var start = new ProcessStartInfo("espeak-ng", ["-v", voice, "-s", "150", "--stdout", text]) { RedirectStandardOutput = true };
        using var espeak = Process.Start(start)!;
        using var wave = new MemoryStream();
        await espeak.StandardOutput.BaseStream.CopyToAsync(wave);
        await espeak.WaitForExitAsync();
        string[] arguments = ["-af", "silenceremove=start_periods=1:start_threshold=-45dB", "-ar", "16000", "-ac", "1", "-f", "s16le"];
        return await FfmpegTool.ConvertAsync(wave.ToArray(), arguments, CancellationToken.None);
    }
}
