using Sluice.Protocol;

namespace Sluice.Server.Api.Keys;

/// <summary>A customer company: its limits, applications, language and secrets.</summary>
internal sealed record TenantRow
{
    public required string Name { get; init; }

    /// <summary>The appIds it may submit under.</summary>
    public required IReadOnlyList<string> Applications { get; init; }

    /// <summary>Calls a second.</summary>
    public required int MaxQps { get; init; }

    /// <summary>Concurrent streams.</summary>
    public required int MaxStreams { get; init; }

    /// <summary>Risky results a minute that a stream calls back of one label and content type. 0: any number.</summary>
    public int FloodLimit { get; init; }

    /// <summary>A risky frame that looks like the one called back before it, and says the same, is not called back.</summary>
    public bool SimilarityDedup { get; init; }

    /// <summary>Streams running now, exact.</summary>
    public int ActiveStreams { get; init; }

    public MessageLanguage Language { get; init; }

    /// <summary>32 characters; the first 16 are the SM4 key.</summary>
    public required string SecretKey { get; init; }

    /// <summary><c>whsec_</c> + Base64, the newest first; two while one is being rotated.</summary>
    public required IReadOnlyList<string> CallbackSecrets { get; init; }
}
