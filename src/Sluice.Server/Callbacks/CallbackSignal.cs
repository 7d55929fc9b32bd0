using System.Threading.Channels;

namespace Sluice.Server.Callbacks;

/// <summary>Wakes the dispatcher. Whoever writes callbacks calls <see cref="Wake"/> after the commit.</summary>
internal sealed class CallbackSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Never blocks, never fails; calls that come before the dispatcher looks count as one.</summary>
    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Completes when there was a <see cref="Wake"/> since the last time.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _bell.Reader.ReadAsync(cancellationToken);
}
