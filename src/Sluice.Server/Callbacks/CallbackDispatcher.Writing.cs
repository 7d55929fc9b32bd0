namespace Sluice.Server.Callbacks;

/// <summary>Writes what attempts came to, many in one write and one write at a time, while others are under way.</summary>
internal sealed partial class CallbackDispatcher
{
    private readonly List<CallbackOutcome> _unwritten = [];
    private List<CallbackOutcome> _batch = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>The store does not keep up: no more is started, so that memory stays bounded.</summary>
    private bool HasTooManyUnwritten => _unwritten.Count + _batch.Count >= 4 * _options.Concurrency;

    private void BeginWrite()
    {
        if (_batch.Count == 0 && _unwritten.Count > 0)
        {
            _batch = [.. _unwritten];
            _unwritten.Clear();
            _writing = WriteAsync(_batch);
            _ = WakeAfterAsync(_writing);
        }
    }

    // Without the loop's token: a stop lets it end.
    private async Task WriteAsync(List<CallbackOutcome> batch) => await _store.CompleteAsync(batch, CancellationToken.None);

    // Only once the write is over for whoever looks.
    private async Task WakeAfterAsync(Task writing)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _signal.Wake();
    }

    /// <summary>
    /// Lets go of what is written: true. When the write failed, it is to be made again, and its failure is thrown. False: none ended.
    /// </summary>
    private bool TakeWritten()
    {
        if (_batch.Count == 0 || !_writing.IsCompleted)
        {
            return false;
        }

        if (_writing.IsCompletedSuccessfully)
        {
            foreach (var outcome in _batch)
            {
                _board.Release(outcome.Id);
            }
        }
        else
        {
            _unwritten.InsertRange(0, _batch);
        }

        _batch = [];
        _writing.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Waits until all outcomes are written.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (_unwritten.Count + _batch.Count > 0)
        {
            BeginWrite();
            await _writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            TakeWritten();
        }
    }
}
