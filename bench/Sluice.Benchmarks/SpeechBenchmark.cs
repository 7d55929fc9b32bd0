using System.Diagnostics;
using System.Globalization;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Workers;

namespace Sluice.Benchmarks;

/// <summary>
/// How much of what is said English's recogniser understands, how long it takes and what memory: of sentences that a machine speaks, or of
/// recordings, each beside a text of the same name.
/// </summary>
internal static class SpeechBenchmark
{
    public const string Name = "speech";

    private const int Sentences = 40;
    private const int Seed = 20260401;

    private static readonly string[][] Parts =
    [
        ["my brother", "the old man", "a young woman", "the driver", "our teacher", "the doctor", "her sister", "a friend"],
        ["sold", "found", "opened", "wanted", "carried", "forgot", "bought", "lost"],
        ["the red car", "a big house", "some money", "the last letter", "a glass of water", "two black dogs", "the key", "a long story"],
        ["in the morning", "before the war", "at the station", "on the way home", "for ten dollars", "under the bridge", "last summer", "in the city"],
    ];

    public static async Task RunAsync()
    {
        var random = new Random(Seed);
        var said = Enumerable.Range(0, Sentences)
            .Select(_ => string.Join(' ', Parts.Select(part => part[random.Next(part.Length)]))).ToArray();
        Console.WriteLine($"# speech: {Sentences} sentences as espeak-ng speaks them");
        List<(string Text, byte[] Pcm)> pieces = [];
        foreach (var sentence in said)
        {
            pieces.Add((sentence, await SoundFile.SpeakAsync("en-us", sentence)));
        }

        await MeasureAsync(pieces, tellEach: false);
    }

    /// <param name="recordings">WAV or others that ffmpeg reads, up to a minute each; <c>NAME.txt</c> holds what is said in <c>NAME.wav</c>.</param>
    public static async Task RunAsync(IReadOnlyList<string> recordings)
    {
        Console.WriteLine($"# speech: {recordings.Count} recordings");
        List<(string Text, byte[] Pcm)> pieces = [];
        foreach (var recording in recordings)
        {
            pieces.Add((await File.ReadAllTextAsync(Path.ChangeExtension(recording, ".txt")), await SoundFile.ReadAsync(recording, seconds: 60)));
        }

        await MeasureAsync(pieces, tellEach: true);
    }

    private static async Task MeasureAsync(List<(string Text, byte[] Pcm)> pieces, bool tellEach)
    {
        var catalog = SpeechCatalog.Find(new SpeechSettings(new SpeechOptions(), "/nonexistent", TimeProvider.System));
        var installed = catalog.Installed.Single(each => each.Language == SpeechLanguages.English);
        if (installed.Recogniser is not { } recogniser)
        {
            Console.WriteLine($"nothing understands English here: {installed.Detail}");
            return;
        }

        await using (recogniser)
        {
            var loading = Stopwatch.StartNew();
            await recogniser.RecogniseAsync(new byte[SoundFormat.BytesPerSecond], CancellationToken.None);
            loading.Stop();
            var (words, errors, sound) = (0, 0, TimeSpan.Zero);
            var before = Processor(recogniser);
            var taken = Stopwatch.StartNew();
            foreach (var (text, pcm) in pieces)
            {
                var heard = await recogniser.RecogniseAsync(pcm, CancellationToken.None);
                var (spoken, understood) = (Words(text), Words(heard.Text));
                var wrong = Distance(spoken, understood);
                (words, errors, sound) = (words + spoken.Length, errors + wrong, sound + SoundFormat.Duration(pcm.Length));
                if (tellEach)
                {
                    Console.WriteLine($"{wrong} of {spoken.Length} wrong: {string.Join(' ', understood)}");
                }
            }

            taken.Stop();
            var processor = Processor(recogniser) - before;
            Console.WriteLine(installed.Detail);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"word errors        {100.0 * errors / words:0.0} % of {words} words"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"real-time factor   {taken.Elapsed / sound:0.00}, of processor time {processor / sound:0.00}; {sound.TotalSeconds:0} s of sound"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start and loading  {loading.Elapsed.TotalSeconds:0.0} s"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory             {Memory(recogniser) >> 20} MB"));
        }
    }

    private static IEnumerable<int> Processes(ISpeechRecogniser recogniser)
    {
        // What confines it waits above it.
        for (var pid = (recogniser as WorkerRecogniser)?.Pid ?? 0; pid != 0; pid = Below(pid))
        {
            yield return pid;
        }
    }

    private static int Below(int pid) =>
        int.TryParse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ')[0], CultureInfo.InvariantCulture, out var child) ? child : 0;

    private static TimeSpan Processor(ISpeechRecogniser recogniser) => Processes(recogniser).Aggregate(TimeSpan.Zero, (sum, pid) =>
    {
        using var process = Process.GetProcessById(pid);
        return sum + process.TotalProcessorTime;
    });

    private static long Memory(ISpeechRecogniser recogniser) => Processes(recogniser).Sum(pid =>
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    });

    private static string[] Words(string text) =>
        new string([.. text.ToLowerInvariant().Where(letter => char.IsLetter(letter) || letter is ' ' or '\'' or '\n')])
            .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The fewest words that must be put in, left out or replaced.</summary>
    private static int Distance(string[] spoken, string[] understood)
    {
        int[] row = [.. Enumerable.Range(0, understood.Length + 1)];
        for (var i = 1; i <= spoken.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= understood.Length; j++)
            {
                var replaced = diagonal + (spoken[i - 1] == understood[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
