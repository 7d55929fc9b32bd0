using System.Collections.Frozen;
using System.Reflection;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Quality;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>The kinds of findings that there are, so that a typing error is found.</summary>
internal static class PolicyKinds
{
    private static readonly FrozenSet<string> Known = new[]
        {
            CodeDetector.QrCodeKind, CodeDetector.BarCodeKind, CodeDetector.BlockedKind,
            NudityDetector.PornKind, NudityDetector.HentaiKind, NudityDetector.SexyKind,
            QualityDetector.Kind,
        }
        .Concat(typeof(FindingKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!))
        .ToFrozenSet();

    public static IReadOnlyList<string> All { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>Those of own models have their rule's number: they come and go with the settings.</summary>
    public static bool IsKnown(string kind) => Known.Contains(kind) || kind.Contains(':');
}
