using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Sound;

/// <summary>Who listens to which sound, and what becomes of who fails.</summary>
public class SoundRunnerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_voice_is_heard_by_the_network()
    {
        using var host = new SoundHost(new DetectorCatalog([VoiceDetector.Find(Settings(Path.GetDirectoryName(ModelFiles.Onnx(VoiceDetector.ModelFile))!))]));

        Assert.True(await host.HasVoiceAsync(Spoken.Within(10, 3, await Spoken.InAsync("en"))));
        Assert.False(await host.HasVoiceAsync(Spoken.Tone(10)));
        Assert.False(await host.HasVoiceAsync(Spoken.Silence(10)));

        Assert.Equal((1, 1, 1), (host.Figure("sound_heard True network"), host.Figure("sound_heard False network"), host.Figure("sound_heard False loudness")));
    }

    [Fact]
    public async Task Without_the_network_loudness_stands_in_and_the_figures_say_so()
    {
        using var host = new SoundHost(new DetectorCatalog([VoiceDetector.Find(Settings("/nowhere"))]));

        Assert.True(await host.HasVoiceAsync(Spoken.Tone(10)));
        Assert.False(await host.HasVoiceAsync(Spoken.Silence(10)));

        Assert.Equal((1, 1), (host.Figure("sound_heard True loudness"), host.Figure("sound_heard False loudness")));
    }

    [Fact]
    public async Task A_network_that_is_damaged_is_counted_and_logged_and_loudness_stands_in()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-voice-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, VoiceDetector.ModelFile), "no network", TestContext.Current.CancellationToken);
        using (var host = new SoundHost(new DetectorCatalog([VoiceDetector.Find(Settings(folder.FullName))])))
        {
            Assert.True(await host.HasVoiceAsync(Spoken.Tone(10)));

            Assert.Equal((1, 1), (host.Figure("sound_heard True loudness"), host.Figure("detector_failures voice no_model")));
            Assert.StartsWith("Detector voice contributed nothing to some frames or sound: NoModel", Assert.Single(host.Log));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Only_detectors_that_serve_a_type_are_asked_and_silence_is_asked_of_none()
    {
        var (moan, anthem) = (ScriptedSound.Hearing("moans", "MOAN"), ScriptedSound.Hearing("anthems", "ANTHEN"));
        using var host = SoundHost.Of(moan, anthem);

        Assert.Equal("moans", Assert.Single(await host.DetectAsync(Spoken.Tone(10), "MOAN", "DIRTY")).Kind);
        Assert.Empty(await host.DetectAsync(Spoken.Silence(10), "MOAN"));
        Assert.Equal((1, 0), (moan.Calls, anthem.Calls));
    }

    [Fact]
    public async Task One_that_throws_takes_nothing_from_the_others()
    {
        var broken = new ScriptedSound("broken", "MOAN", (_, _) => throw new InvalidOperationException("broken"));
        using var host = SoundHost.Of(broken, ScriptedSound.Hearing("moans", "MOAN"));

        Assert.Equal("moans", Assert.Single(await host.DetectAsync(Spoken.Tone(1), "MOAN")).Kind);
        Assert.Equal(1, host.Figure("detector_failures broken threw"));
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_and_its_sound_is_no_others()
    {
        var release = new TaskCompletionSource();
        float[] later = [];
        var hanging = new ScriptedSound("hanging", "MOAN", async (sound, _) =>
        {
            await release.Task;
            later = sound.Samples.ToArray();
            return [];
        });
        using var host = SoundHost.Of(hanging);
        var tone = Spoken.Tone(1);
        var asked = host.DetectAsync(tone, "MOAN");
        await hanging.CalledAsync();

        host.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Empty(await asked.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, host.Figure("detector_failures hanging timed_out"));
        for (var i = 0; i < 5; i++)
        {
            Waveform.Of(new ReadOnlySequence<byte>(Spoken.Silence(1))).Dispose();
        }

        release.SetResult();
        while (later.Length == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(tone.Length / 2, later.Length);
        Assert.Contains(later, sample => sample > 0.2f);
    }

    [Fact]
    public async Task A_stream_that_is_over_waits_for_nobody()
    {
        var hanging = new ScriptedSound("hanging", "MOAN", async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });
        using var host = SoundHost.Of(hanging);
        using var over = new CancellationTokenSource();
        var asked = host.Runner.DetectAsync(new ReadOnlySequence<byte>(Spoken.Tone(1)), ["MOAN"], [], over.Token);
        await hanging.CalledAsync();

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(0, host.Figure("detector_failures hanging timed_out"));
    }

    [Fact]
    public async Task Half_of_the_threads_are_left_to_frames()
    {
        var release = new TaskCompletionSource<IReadOnlyList<Finding>>();
        var slow = new ScriptedSound("slow", "MOAN", (_, _) => release.Task);
        using var host = SoundHost.Of(slow);
        Task[] asked = [host.DetectAsync(Spoken.Tone(1), "MOAN"), host.DetectAsync(Spoken.Tone(1), "MOAN")];
        await slow.CalledAsync();

        Assert.Equal(1, slow.Calls);

        release.SetResult([]);
        await Task.WhenAll(asked).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, slow.Calls);
    }

    private static DetectorSettings Settings(string folder) =>
        new(new FakeTimeProvider()) { Detection = new DetectionOptions { ModelFolder = folder } };
}
