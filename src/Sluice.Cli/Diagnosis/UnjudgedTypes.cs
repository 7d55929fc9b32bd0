using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Cli.Diagnosis;

/// <summary>Types of the protocol that no detector on this machine can judge: a submission may ask for them, they never hit.</summary>
internal sealed record UnjudgedTypes(IReadOnlyList<string> Image, IReadOnlyList<string> Audio)
{
    /// <param name="catalog">What is installed.</param>
    /// <param name="isUnderstood">Speech of one language at least is.</param>
    /// <param name="isLanguageTold">What understands one finds out which it is.</param>
    public static UnjudgedTypes Of(DetectorCatalog catalog, bool isUnderstood, bool isLanguageTold) => new(
        catalog.WithoutDetector(TypeVocabulary.ImageRisk.Names, []),
        catalog.WithoutDetector([], [], TypeVocabulary.AudioRisk.Names, TypeVocabulary.AudioBusiness.Names, isUnderstood, isLanguageTold));
}
