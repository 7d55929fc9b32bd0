using Sluice.Protocol;

namespace Sluice.Server.Lists;

/// <summary>What lists' settings are called where people and programs name them.</summary>
internal static class ListNames
{
    /// <summary>In the order of <see cref="ListKind"/>.</summary>
    public static readonly string[] Kinds = ["words", "hosts", "images", "faces"];

    /// <summary>In the order of <see cref="ListColour"/>.</summary>
    public static readonly string[] Colours = ["black", "white"];

    /// <summary>In the order of <see cref="Matching.WordMode"/>.</summary>
    public static readonly string[] Modes = ["exact", "fuzzy", "whole"];

    /// <summary>Of black lists.</summary>
    public static readonly string[] Levels = ["REVIEW", "REJECT"];

    /// <summary>In the order of <see cref="ListFormat"/>.</summary>
    public static readonly string[] Formats = ["text", "csv"];

    /// <summary>What a list may be kept to: imgType and audioType.</summary>
    public static readonly string[] Types =
        [.. TypeVocabulary.ImageRisk.Names.Union(TypeVocabulary.AudioRisk.Names).Where(type => type != "NONE").Order(StringComparer.Ordinal)];
}
