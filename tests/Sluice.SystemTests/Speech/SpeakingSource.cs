using System.Globalization;
using Sluice.Cli;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Speech;

/// <summary>
/// A broadcaster of one picture and one sound track for each language, as streams of their own: in each somebody speaks a sentence at
/// second 7 or so of every ten, a little later in each language.
/// </summary>
internal static class SpeakingSource
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static readonly Dictionary<string, (string Voice, string Text)> Sentences = new()
    {
        ["en"] = ("en", "Good evening everybody, and welcome to the show."),
        ["zh"] = ("cmn", "大家晚上好,欢迎来到我们的直播间。"),
        ["ar"] = ("ar", "مساء الخير جميعا ومرحبا بكم في برنامجنا."),
    };

    /// <summary>The second of every ten at which it begins: the silence that a synthesiser begins with is cut off.</summary>
    public static double SpeaksAt(string language) => language switch { "en" => 6.6, "zh" => 7, _ => 7.4 };

    /// <param name="folder">For its sound.</param>
    /// <param name="silent">The tens of seconds in which nobody speaks, by language.</param>
    /// <param name="urls">Where each language is published.</param>
    public static async Task<RunningProgram> PublishAsync(
        TemporaryFolder folder, IReadOnlyDictionary<string, int[]> silent, params (string Language, string Url)[] urls)
    {
        List<string> arguments = ["-nostdin", "-nostats", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15"];
        foreach (var sound in await Task.WhenAll(urls.Select(url => SpeakAsync(folder, url.Language, silent.GetValueOrDefault(url.Language) ?? []))))
            arguments.AddRange(["-re", "-i", sound]);
        arguments.AddRange(["-map", "0:v", .. Enumerable.Range(1, urls.Length).SelectMany(i => (string[])["-map", $"{i}:a"])]);
        arguments.AddRange(["-t", Seconds(Longest.TotalSeconds), "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"]);
        arguments.AddRange(["-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-ar", "44100", "-ac", "2", "-flags", "+global_header", "-f", "tee"]);
        arguments.Add(string.Join('|', urls.Select((url, i) => $@"[select=\'v,a:{i}\':f=flv]{url.Url}")));
        return new RunningProgram("source", "ffmpeg", [.. arguments]);
    }

    private static async Task<string> SpeakAsync(TemporaryFolder folder, string language, int[] silent)
    {
        var (said, whole) = (folder.File($"said-{language}.wav"), folder.File($"{language}.wav"));
        var (voice, text) = Sentences[language];
        await RunAsync("espeak-ng", "-v", voice, "-s", "160", "-w", said, text);

        // Ten seconds, repeated; where nobody speaks the sound is taken away again.
        var quiet = string.Join('+', silent.Select(ten => $"between(t,{10 * ten},{(10 * ten) + 10})").DefaultIfEmpty("0"));
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"silenceremove=start_periods=1:start_threshold=-40dB,aresample=44100,adelay={SpeaksAt(language) * 1000}:all=1,apad=whole_len=441000,atrim=end_sample=441000,aloop=loop=-1:size=441000,volume=0:enable='{quiet}'");
        await RunAsync("ffmpeg", "-nostdin", "-loglevel", "error", "-i", said, "-af", filter, "-t", Seconds(Longest.TotalSeconds), whole);
        return whole;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(program, arguments, TestContext.Current.CancellationToken);
        Assert.True(run is { ExitCode: 0 }, run?.Error);
    }

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
