using System.Collections.Frozen;

namespace Sluice.Protocol;

/// <summary>The names that a parameter of joined types may hold (protocol §3).</summary>
public sealed class TypeVocabulary
{
    private readonly FrozenSet<string>? _names;

    private TypeVocabulary(params string[] names) => _names = names.Length == 0 ? null : names.ToFrozenSet();

    /// <summary>imgType.</summary>
    public static TypeVocabulary ImageRisk { get; } =
        new("POLITY", "EROTIC", "VIOLENT", "QRCODE", "ADVERT", "IMGTEXTRISK");

    /// <summary>imgBusinessType: the protocol gives no closed list, so any upper-case name is one.</summary>
    public static TypeVocabulary ImageBusiness { get; } = new();

    /// <summary>audioType.</summary>
    public static TypeVocabulary AudioRisk { get; } = new(
        "POLITY", "EROTIC", "ADVERT", "BAN", "VIOLENT", "DIRTY", "ADLAW", "MOAN", "AUDIOPOLITICAL", "ANTHEN", "BANEDAUDIO",
        "NONE");

    /// <summary>audioBusinessType.</summary>
    public static TypeVocabulary AudioBusiness { get; } = new(
        "SING", "LANGUAGE", "MINOR", "GENDER", "TIMBRE", "VOICE", "AUDIOSCENE", "AGE", "APPNAME");

    /// <summary>The names, sorted; empty for an open vocabulary.</summary>
    public IReadOnlyList<string> Names => _names is null ? [] : [.. _names.Order(StringComparer.Ordinal)];

    internal bool Accepts(string name) => _names is { } names
        ? names.Contains(name)
        : name.Length > 0 && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
