using Sluice.Server.Children;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Workers;
using Sluice.Tests.Detection;

namespace Sluice.Tests.Speech;

/// <summary>Sound for recognisers, and what they run in.</summary>
internal static class Speaking
{
    public static byte[] Silence(double seconds = 1) => new byte[SoundFormat.Bytes(TimeSpan.FromSeconds(seconds))];

    /// <summary>Noise, always the same.</summary>
    public static byte[] Noise(double seconds = 1)
    {
        var random = new Random(7);
        var pcm = Silence(seconds);
        for (var i = 0; i < pcm.Length; i += 2)
        {
            BitConverter.TryWriteBytes(pcm.AsSpan(i), (short)random.Next(-8000, 8000));
        }

        return pcm;
    }

    /// <summary>English, as a machine speaks it.</summary>
    public static async Task<byte[]> SayAsync(string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"sluice-said-{Guid.NewGuid():N}.wav");
        try
        {
            using var espeak = System.Diagnostics.Process.Start("espeak-ng", ["-v", "en-us", "-w", file, text]);
            await espeak.WaitForExitAsync(TestContext.Current.CancellationToken);
            return await FfmpegTool.ConvertFileAsync(file, ["-ar", "16000", "-ac", "1", "-f", "s16le"], TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static SpeechSettings Settings(Action<SpeechOptions>? change = null, SandboxMode sandbox = SandboxMode.Auto)
    {
        var options = new SpeechOptions { Folder = "/nonexistent/speech" };
        change?.Invoke(options);
        return new SpeechSettings(options, "/nonexistent/data", TimeProvider.System) { Sandbox = sandbox };
    }

    public static WorkerSettings Workers(SandboxMode sandbox = SandboxMode.Auto) => Settings(sandbox: sandbox).Workers;
}
