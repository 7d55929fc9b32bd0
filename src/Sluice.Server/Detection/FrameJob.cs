using Sluice.Server.Detection.Unchanged;

namespace Sluice.Server.Detection;

/// <summary>
/// A frame on its way through the runner. While a worker decodes it the caller must not get its buffer back, so a
/// cancellation that comes then is answered when decoding is over; at any other time at once.
/// </summary>
internal sealed class FrameJob(
    Func<ReadOnlyMemory<byte>?> frame, FrameWants wants, IReadOnlyList<DetectorLane> lanes, CancellationToken cancellationToken)
{
    private const int Waiting = 0;
    private const int Decoding = 1;
    private const int Decoded = 2;
    private const int Dropped = 3;
    private readonly TaskCompletionSource<JudgedFrame?> _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    /// <summary>Of a job that was taken, and has a frame.</summary>
    public ReadOnlyMemory<byte> Jpeg { get; private set; }

    public FrameWants Wants => wants;

    /// <summary>The detectors that serve a type that is wanted.</summary>
    public IReadOnlyList<DetectorLane> Lanes => lanes;

    /// <summary>What its stream's memory says of the frame.</summary>
    public FrameSighting Seen { get; set; }

    /// <summary>Null: there was no frame any more.</summary>
    public Task<JudgedFrame?> Judged => _judged.Task;

    /// <summary>False: it was cancelled while it waited.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Decoding, Waiting) == Waiting;

    /// <summary>Asks for the frame. False: there is none any more, and the job is complete.</summary>
    public bool TryGetFrame()
    {
        if (frame() is not { } jpeg)
        {
            _judged.TrySetResult(null);
            return false;
        }

        Jpeg = jpeg;
        return true;
    }

    /// <summary>Nobody reads the JPEG any more. False: it was cancelled meanwhile.</summary>
    public bool EndDecoding()
    {
        Interlocked.Exchange(ref _state, Decoded);
        if (cancellationToken.IsCancellationRequested)
        {
            _judged.TrySetCanceled(cancellationToken);
            return false;
        }

        return true;
    }

    public void Complete(JudgedFrame judged) => _judged.TrySetResult(judged);

    /// <summary>Whoever asked stopped waiting.</summary>
    public void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Dropped, Waiting) is Waiting or Decoded)
        {
            _judged.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>The runner ends without judging it. Never while it is being decoded.</summary>
    public void Abort() => _judged.TrySetCanceled();
}
