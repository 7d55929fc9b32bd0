using System.Threading.Channels;

namespace Sluice.Server.Pulling;

/// <summary>Wakes a loop that also wakes by itself from time to time.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Never blocks; calls that come before the loop looks count as one.</summary>
    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Completes when there was a <see cref="Wake"/> since the last time, and after <paramref name="atMost"/> anyway.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody woke it.
        }
    }
}
