namespace Sluice.Server.Evidence;

/// <summary>How long the frames and sounds that callbacks link to are kept.</summary>
internal sealed class EvidenceOptions
{
    public const string Section = "Sluice:Evidence";

    /// <summary>A file this old is removed. Default 7 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Bytes kept at most; the oldest files go first. Default 10 GiB.</summary>
    public long MaxBytes { get; set; } = 10L << 30;

    /// <summary>How long a link works, from when it was made. Default 7 days.</summary>
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often age and size are looked at. Default 1 minute.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
