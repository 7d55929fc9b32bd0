using System.Security.Cryptography;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>What a policy's file held when it was looked at.</summary>
/// <param name="Key">Tells one content from another.</param>
/// <param name="Json">Null: there is none to be read.</param>
/// <param name="Problem">Why there is none; null: nobody wrote one, so that the built-in policy holds.</param>
internal sealed record PolicyContent(string Key, byte[]? Json, string? Problem)
{
    private const int VersionLength = 12;

    public static PolicyContent BuiltIn { get; } = new(PolicySet.BuiltInVersion, null, null);

    /// <summary>What names it in results: the same content has the same version on any machine.</summary>
    public string Version => Json is null ? PolicySet.BuiltInVersion : Key[..VersionLength];

    public static PolicyContent Of(byte[] json) => new(Convert.ToHexStringLower(SHA256.HashData(json)), json, null);

    public static PolicyContent Unreadable(string problem) => new(problem, null, problem);
}
