using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Workers;
using Sluice.Tests.Api;
using Sluice.Tests.Operations;

namespace Sluice.Tests.Speech;

/// <summary>Speech in a whole server.</summary>
public sealed class ServerSpeechTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_understands_English_shows_figures_and_leaves_no_process()
    {
        int pid;
        await using (var server = new ServerFixture { Settings = { ["Sluice:Speech:Folder"] = "/nonexistent/speech" } })
        {
            await server.InitializeAsync();
            using var own = new Figures(server.Services.GetRequiredService<IMeterFactory>());
            var transcriber = server.Services.GetRequiredService<ITranscriber>();
            Assert.Equal(["en"], transcriber.Languages);
            var process = Assert.IsType<WorkerRecogniser>(
                server.Services.GetRequiredService<SpeechCatalog>().Installed.Single(installed => installed.Language == "en").Recogniser);
            Assert.Equal(0, process.Pid);

            var said = await transcriber.TranscribeAsync("en", await Speaking.SayAsync("one two three four"), Cancellation);

            Assert.Contains("three four", said!.Text, StringComparison.Ordinal);
            pid = process.Pid;
            Assert.True(Directory.Exists($"/proc/{pid}"));
            var figures = await server.Http.GetStringAsync("/metrics", Cancellation);
            Assert.Matches("""sluice_speech_available\{language="en",recogniser="pocketsphinx"\} 1""", figures);
            Assert.Matches("""sluice_speech_available\{language="zh",recogniser="none"\} 0""", figures);
            Assert.Equal(1, own.Of("speech_pieces en pocketsphinx recognised"));
            Assert.Matches("""sluice_speech_pieces(_total)?\{[^}]*outcome="recognised"[^}]*\} [1-9]""", figures);
            Assert.Matches("""sluice_speech_real_time_factor\{language="en",recogniser="pocketsphinx"\} \d""", figures);
            Assert.Contains("sluice_speech_process_starts", figures, StringComparison.Ordinal);
            Assert.Contains("sluice_node_speech_full 0", figures, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists($"/proc/{pid}"));
    }
}
