using System.Buffers;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// Lets another machine judge, a call for each picture. What is beyond the budget, and what fails, is counted and has no findings: the
/// others of its batch have theirs. It keeps a thread only while it writes a picture.
/// </summary>
internal sealed class RemoteDetector(RemoteClient client, IRemoteModel model, OwnMapping mapping, RemoteCaller caller) : IDetector, IDisposable
{
    private const int TrialSide = 224;

    /// <summary>For writing pictures, before the calls' own time begins.</summary>
    private static readonly TimeSpan Preparation = TimeSpan.FromSeconds(3);

    public string Name => caller.Name;

    public IReadOnlySet<string> RiskTypes => mapping.RiskTypes;

    public IReadOnlySet<string> BusinessTypes => mapping.BusinessTypes;

    public TimeSpan? Patience => caller.Timeout + Preparation;

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
        await caller.TryAsync(token => model.AskAsync(black, token), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private async Task<IReadOnlyList<Finding>> JudgeAsync(Picture picture, CancellationToken cancellationToken)
    {
        IReadOnlyList<Finding>? findings = null;
        try
        {
            findings = await caller.CallAsync(token => model.AskAsync(picture, token), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            picture.LacksFindings |= findings is null;
        }

        return findings ?? [];
    }
}
