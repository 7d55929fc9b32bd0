using System.Collections.Frozen;

namespace Sluice.Server.Detection.Sound;

/// <summary>The types that are judged by what is said.</summary>
internal static class SpokenTypes
{
    /// <summary>Of audioType.</summary>
    public static IReadOnlySet<string> Risks { get; } =
        FrozenSet.Create("POLITY", "EROTIC", "ADVERT", "BAN", "VIOLENT", "DIRTY", "ADLAW");

    /// <summary>Of audioBusinessType: in which language.</summary>
    public const string Language = "LANGUAGE";

    /// <summary>Whether anything of what is asked needs the words.</summary>
    public static bool IsAny(IEnumerable<string> riskTypes, IEnumerable<string> businessTypes) =>
        riskTypes.Any(Risks.Contains) || businessTypes.Contains(Language);
}
