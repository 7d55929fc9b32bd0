using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Sluice.Server.Speech;

namespace Sluice.Tests.Pulling;

/// <summary>A recogniser of English, or other languages, that understands what the test says.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody waits on by handle holds nothing.")]
internal sealed class StubTranscriber(Func<int, CancellationToken, Task<Transcript?>> say, params string[] languages) : ITranscriber
{
    private readonly SemaphoreSlim _asked = new(0);
    private int _calls;

    /// <summary>What it was given: the first sample of each segment.</summary>
    public ConcurrentQueue<short> Heard { get; } = [];

    public IReadOnlySet<string> Languages { get; } = languages.Length == 0 ? new HashSet<string> { "en" } : languages.ToHashSet();

    public bool TellsLanguage(string language) => Languages.Contains(language);

    /// <summary>One that says these, one after the other.</summary>
    public static StubTranscriber Saying(params string[] texts) => new((call, _) => Task.FromResult<Transcript?>(new Transcript(texts[call])));

    /// <summary>Completes once for each question.</summary>
    public async Task AskedAsync() =>
        Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "It was not asked.");

    public Task<Transcript?> TranscribeAsync(string language, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        Heard.Enqueue(BitConverter.ToInt16(pcm.FirstSpan));
        _asked.Release();
        return say(_calls++, cancellationToken);
    }
}
