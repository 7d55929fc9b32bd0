using System.Buffers;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech;

/// <summary>A piece of sound on its way through a lane. Whoever ends it first decides what became of it.</summary>
internal sealed class SpeechJob(ReadOnlySequence<byte> pcm, long queuedAt, CancellationToken wanted)
{
    private readonly TaskCompletionSource<Transcript?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    public Task<Transcript?> Done => _done.Task;

    public long QueuedAt => queuedAt;

    public TimeSpan Length { get; } = SoundFormat.Duration((int)pcm.Length);

    /// <summary>The caller's: nobody wants the text any more.</summary>
    public CancellationToken Wanted => wanted;

    /// <summary>Copies the sound, which is the caller's only until the job has ended. False: it has.</summary>
    public bool TryTake(out byte[] sound)
    {
        lock (_lock)
        {
            sound = Done.IsCompleted ? [] : pcm.ToArray();
            return !Done.IsCompleted;
        }
    }

    /// <summary>False: it had ended before.</summary>
    public bool TryEnd(Transcript? transcript)
    {
        lock (_lock)
        {
            return _done.TrySetResult(transcript);
        }
    }

    /// <summary>False: it had ended before.</summary>
    public bool TryCancel()
    {
        lock (_lock)
        {
            return _done.TrySetCanceled(wanted);
        }
    }
}
