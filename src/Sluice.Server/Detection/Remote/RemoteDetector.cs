using System.Buffers;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// Lets another machine judge, a call for each picture. What is beyond the budget, and what fails, is counted and has no findings: the
/// others of its batch have theirs. It keeps a thread only while it writes a picture.
/// </summary>
internal sealed class RemoteDetector(
    string name,
    RemoteClient client,
    IRemoteModel model,
    OwnMapping mapping,
    RemoteCallOptions options,
    TimeProvider time,
    Action<RemoteCall>? onCall) : IDetector, IDisposable
{
    private const int TrialSide = 224;

    /// <summary>For writing pictures, before the calls' own time begins.</summary>
    private static readonly TimeSpan Preparation = TimeSpan.FromSeconds(3);

    private readonly CallGate _gate = new(options, time);

    public string Name => name;

    public IReadOnlySet<string> RiskTypes => mapping.RiskTypes;

    public IReadOnlySet<string> BusinessTypes => mapping.BusinessTypes;

    public TimeSpan? Patience => options.Timeout + Preparation;

    public async ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken) =>
        await Task.WhenAll(pictures.Select(picture => JudgeAsync(picture, cancellationToken))).ConfigureAwait(false);

    /// <summary>Asks once, whatever the budget.</summary>
    /// <exception cref="ModelException">It does not judge.</exception>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        var (bgra, luma) = (ArrayPool<byte>.Shared.Rent(TrialSide * TrialSide * 4), ArrayPool<byte>.Shared.Rent(TrialSide * TrialSide));
        bgra.AsSpan().Clear();
        luma.AsSpan().Clear();
        using var black = new Picture(TrialSide, TrialSide, TrialSide, TrialSide, bgra, luma);
        var (_, call) = await AskAsync(black, cancellationToken);
        if (call.Failure is { } failure)
        {
            throw new ModelException($"{client.Endpoint}: {failure}");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<IReadOnlyList<Finding>> JudgeAsync(Picture picture, CancellationToken cancellationToken)
    {
        if (_gate.TryEnter(out var isProbe) is { } refused)
        {
            picture.LacksFindings = true;
            onCall?.Invoke(new RemoteCall(name, client.Endpoint, refused, TimeSpan.Zero, null, GateChange.None));
            return [];
        }

        RemoteCall? call = null;
        try
        {
            (var findings, call) = await AskAsync(picture, cancellationToken).ConfigureAwait(false);
            return findings;
        }
        finally
        {
            // There is no call when the server stops or the runner waits no longer.
            picture.LacksFindings |= call?.Outcome != CallOutcome.Answered;
            var change = _gate.Leave(isProbe, call is null ? null : call.Outcome == CallOutcome.Answered);
            if (call is not null)
            {
                onCall?.Invoke(call with { Change = change });
            }
        }
    }

    private async Task<(IReadOnlyList<Finding> Findings, RemoteCall Call)> AskAsync(Picture picture, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var findings = await model.AskAsync(picture, either.Token).ConfigureAwait(false);
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
            new(name, client.Endpoint, outcome, time.GetElapsedTime(began), failure, GateChange.None);
    }
}
