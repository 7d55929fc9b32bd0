using System.Threading.Channels;
using Sluice.Server.Speech;

namespace Sluice.Tests.Speech;

/// <summary>Recognises when the test says so.</summary>
internal sealed class ScriptedRecogniser(int atOnce = 1) : ISpeechRecogniser
{
    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();

    public string Name => "scripted";

    public int AtOnce => atOnce;

    public bool TellsLanguage { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>The next piece that it is given.</summary>
    public ValueTask<Asked> NextAsync() => _asked.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool WasAsked => _asked.Reader.TryPeek(out _);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Transcript> RecogniseAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        var asked = new Asked(pcm.ToArray());
        await _asked.Writer.WriteAsync(asked, CancellationToken.None);
        return await asked.Answer.Task.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    internal sealed record Asked(byte[] Pcm)
    {
        public TaskCompletionSource<Transcript> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Say(string text) => Answer.SetResult(new Transcript(text));

        public void Fail(SpeechOutcome outcome) => Answer.SetException(new SpeechException(outcome, "as scripted"));
    }
}
