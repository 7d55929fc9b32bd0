namespace Sluice.Server.Admission;

/// <summary>When this node takes no more streams.</summary>
internal sealed class AdmissionOptions
{
    public const string Section = "Sluice:Admission";

    /// <summary>
    /// A node is full while frames wait longer than this for detectors that are all busy, or writes for the store; and, whatever is set
    /// here, while more is said than is recognised. 10 ms to 1 minute. Default 1 s.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node is full without a break before it refuses new streams, up to 10 minutes. Default 10 s.</summary>
    public TimeSpan FullFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it then must have room without a break before it takes new streams again, up to 10 minutes. Default 5 s.</summary>
    public TimeSpan RoomFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Streams that run on this node at most, of all tenants. Default 0: as many as it can.</summary>
    public int MaxStreams { get; set; }
}
