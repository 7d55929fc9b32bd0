using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Detection.Remote;

/// <summary>Lets another machine judge a segment of sound. One that fails, or is beyond the budget, is counted and has no findings.</summary>
internal sealed class RemoteSoundDetector(RemoteClient client, SoundEndpoint model, OwnMapping mapping, RemoteCaller caller) : ISoundDetector, IDisposable
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    /// <summary>For writing sound, before the call's own time begins.</summary>
    private static readonly TimeSpan Preparation = TimeSpan.FromSeconds(3);

    public string Name => caller.Name;

    public IReadOnlySet<string> RiskTypes => mapping.RiskTypes;

    public IReadOnlySet<string> BusinessTypes => mapping.BusinessTypes;

    public TimeSpan? Patience => caller.Timeout + Preparation;

    public async Task<IReadOnlyList<Finding>> DetectAsync(Waveform sound, CancellationToken cancellationToken) =>
        await caller.CallAsync(token => model.AskAsync(sound, token), cancellationToken).ConfigureAwait(false) ?? [];

    /// <summary>Asks once, whatever the budget, of silence.</summary>
    /// <exception cref="ModelException">It does not judge.</exception>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        using var silence = Waveform.Silence(Trial);
        await caller.TryAsync(token => model.AskAsync(silence, token), cancellationToken);
    }

    public void Dispose() => client.Dispose();
}
