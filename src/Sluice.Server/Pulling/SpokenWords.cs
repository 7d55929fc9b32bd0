using Microsoft.Extensions.Logging;
using Sluice.Server.Speech;

namespace Sluice.Server.Pulling;

/// <summary>
/// Asks what is said in a stream's segments, and waits for so long at most. A recogniser that hangs holds one segment of each stream:
/// until that has come back, no other of the stream is given to it.
/// </summary>
internal sealed partial class SpokenWords(
    ITranscriber transcriber, string language, TimeSpan patience, PullMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly LogThrottle _throttle = new(time);
    private Task _late = Task.CompletedTask;

    /// <summary>Null: nothing understands the language, or it failed, or took too long.</summary>
    /// <param name="segment">Forsaken when the recogniser is still at it.</param>
    /// <param name="cancellationToken">The stream is over.</param>
    public async Task<Transcript?> ReadAsync(AudioSegment segment, CancellationToken cancellationToken)
    {
        if (!transcriber.Languages.Contains(language))
        {
            return null;
        }

        if (!_late.IsCompleted)
        {
            return Missed(null, "it is still at an earlier one");
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Task<Transcript?>? asked = null;
        try
        {
            asked = transcriber.TranscribeAsync(language, segment.Sound, either.Token);
            return await asked.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Leave(asked, segment);
            cancellationToken.ThrowIfCancellationRequested();
            return Missed(null, $"it took longer than {patience.TotalSeconds:0.#} s");
        }
        catch (Exception failure)
        {
            return Missed(failure, "it failed");
        }
    }

    private void Leave(Task? asked, AudioSegment segment)
    {
        if (asked is { IsCompleted: false })
        {
            segment.Forsake();
            _late = asked.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private Transcript? Missed(Exception? failure, string why)
    {
        metrics.OnWordsMissed();
        if (_throttle.TryPass(out var held))
        {
            LogMissed(failure, language, why, held);
        }

        return null;
    }

    [LoggerMessage(
        EventName = "WordsMissed",
        Level = LogLevel.Warning,
        Message = "The recogniser of {Language} gave no words of a segment: {Why}. {Held} earlier ones of the stream were not logged")]
    private partial void LogMissed(Exception? exception, string language, string why, int held);
}
