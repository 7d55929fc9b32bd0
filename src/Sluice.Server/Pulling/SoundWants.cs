using Sluice.Server.Streams;

namespace Sluice.Server.Pulling;

/// <summary>What is wanted of some sound.</summary>
/// <param name="Tenant">Whose lists hold.</param>
/// <param name="RiskTypes">As in audioType.</param>
/// <param name="BusinessTypes">As in audioBusinessType.</param>
/// <param name="Language">data.lang: what is spoken.</param>
internal sealed record SoundWants(string Tenant, IReadOnlyList<string> RiskTypes, IReadOnlyList<string> BusinessTypes, string Language)
{
    /// <summary>What was submitted.</summary>
    public static SoundWants Of(StreamRow stream) =>
        new(stream.Tenant, stream.Settings.AudioTypes, stream.Settings.AudioBusinessTypes, stream.Settings.ContentLanguage);
}
