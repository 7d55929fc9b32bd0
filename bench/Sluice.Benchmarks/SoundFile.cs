using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Sound as a pull hands it on: 16 kHz mono signed 16-bit little-endian.</summary>
internal static class SoundFile
{
    /// <summary>The first minutes of any file that ffmpeg reads.</summary>
    public static async Task<byte[]> ReadAsync(string file, int seconds = 600)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", file, "-t", $"{seconds}", "-ar", "16000", "-ac", "1", "-f", "s16le", "pipe:1"])
        {
            RedirectStandardOutput = true,
        };
        using var ffmpeg = Process.Start(start)!;
        using var pcm = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(pcm);
        await ffmpeg.WaitForExitAsync();
        return pcm.ToArray();
    }

    /// <summary>Some text as espeak-ng speaks it.</summary>
    public static async Task<byte[]> SpeakAsync(string voice, string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"sluice-speech-{Guid.NewGuid():N}.wav");
        try
        {
            using var espeak = Process.Start("espeak-ng", ["-v", voice, "-s", "150", "-w", file, text]);
            await espeak.WaitForExitAsync();
            return await ReadAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
