using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Remote;

/// <summary>Calls an endpoint within its budget and for so long at most. What fails, and what is beyond the budget, is counted and has no findings.</summary>
internal sealed class RemoteCaller(string name, string endpoint, RemoteCallOptions options, TimeProvider time, Action<RemoteCall>? onCall)
{
    private readonly CallGate _gate = new(options, time);

    public string Name => name;

    /// <summary>Until the whole answer to one call.</summary>
    public TimeSpan Timeout => options.Timeout;

    /// <summary>Null: it did not answer, or was not asked.</summary>
    /// <param name="ask">Asks it.</param>
    /// <param name="cancellationToken">The server stops, or nobody waits any longer.</param>
    public async Task<IReadOnlyList<Finding>?> CallAsync(
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> ask, CancellationToken cancellationToken)
    {
        if (_gate.TryEnter(out var isProbe) is { } refused)
        {
            onCall?.Invoke(new RemoteCall(name, endpoint, refused, TimeSpan.Zero, null, GateChange.None));
            return null;
        }

        RemoteCall? call = null;
        try
        {
            (var findings, call) = await AskAsync(ask, cancellationToken).ConfigureAwait(false);
            return call.Outcome == CallOutcome.Answered ? findings : null;
        }
        finally
        {
            // There is no call when the server stops or the runner waits no longer.
            var change = _gate.Leave(isProbe, call is null ? null : call.Outcome == CallOutcome.Answered);
            if (call is not null)
            {
                onCall?.Invoke(call with { Change = change });
            }
        }
    }

    /// <summary>Asks once, whatever the budget.</summary>
    /// <exception cref="ModelException">It does not judge.</exception>
    public async Task TryAsync(Func<CancellationToken, Task<IReadOnlyList<Finding>>> ask, CancellationToken cancellationToken)
    {
        var (_, call) = await AskAsync(ask, cancellationToken);
        if (call.Failure is { } failure)
        {
            throw new ModelException($"{endpoint}: {failure}");
        }
    }

    private async Task<(IReadOnlyList<Finding> Findings, RemoteCall Call)> AskAsync(
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var findings = await ask(either.Token).ConfigureAwait(false);
            return (findings, Call(CallOutcome.Answered, null));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], Call(CallOutcome.TimedOut, $"no answer within {options.Timeout.TotalSeconds} s"));
        }
        catch (RemoteException failure)
        {
            return ([], Call(failure.Outcome, failure.Message));
        }
        catch (InvalidOperationException)
        {
            // JSON may hold escapes that are no text.
            return ([], Call(CallOutcome.BadAnswer, "the answer holds what is no text"));
        }

        RemoteCall Call(CallOutcome outcome, string? failure) =>
            new(name, endpoint, outcome, time.GetElapsedTime(began), failure, GateChange.None);
    }
}
