using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Speech;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Business;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Pulling;

/// <summary>What segments come to: whether anybody speaks, what is said, what that and the sound itself mean.</summary>
/// <param name="sounds">Listens.</param>
/// <param name="words">Understands.</param>
/// <param name="matcher">Finds in what is said what somebody may want to know of.</param>
/// <param name="lists">The tenant's, which it goes by.</param>
/// <param name="policy">What findings mean.</param>
/// <param name="wants">What is wanted of them.</param>
internal sealed class SegmentJudge(ISoundJudge sounds, SpokenWords words, ITextMatcher matcher, ITenantLists lists, StreamPolicy policy, SoundWants wants)
{
    private readonly bool _wantsWords = SpokenTypes.IsAny(wants.RiskTypes, wants.BusinessTypes);

    /// <summary>Judges one. Silence is not asked for words; the detectors of sound hear what is no speech too, such as music.</summary>
    public async Task<(Verdict Verdict, HeardSegment Heard)> JudgeAsync(AudioSegment segment, CancellationToken cancellationToken)
    {
        var hearing = sounds.DetectAsync(segment.Sound, wants.RiskTypes, wants.BusinessTypes, cancellationToken);
        try
        {
            var hasVoice = await sounds.HasVoiceAsync(segment.Sound, cancellationToken);
            var said = _wantsWords && hasVoice ? await words.ReadAsync(segment, cancellationToken) : null;
            return await JudgeAsync(await hearing, hasVoice, said, cancellationToken);
        }
        finally
        {
            // The segment is its owner's again.
            await ((Task)hearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(Verdict Verdict, HeardSegment Heard)> JudgeAsync(
        IReadOnlyList<Finding> heard, bool hasVoice, Transcript? said, CancellationToken cancellationToken)
    {
        var text = said?.Text ?? "";
        await lists.ReadyAsync(wants.Tenant, cancellationToken);
        IReadOnlyList<Finding> findings = text.Length == 0
            ? heard
            : [.. heard, .. matcher.Match(wants.Tenant, wants.Language, text)];

        var verdict = policy.Now.Judge(findings, wants.RiskTypes, wants.BusinessTypes, ContentType.Audio);
        if (SpokenLanguage.Of(said?.Language, wants.BusinessTypes) is { } language)
        {
            verdict = verdict with { Business = [.. verdict.Business, language] };
        }

        return (verdict, new HeardSegment(hasVoice || heard.Count > 0, text));
    }
}
