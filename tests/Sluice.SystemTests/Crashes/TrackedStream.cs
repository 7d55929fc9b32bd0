namespace Sluice.SystemTests.Crashes;

/// <summary>What was asked of the server about one stream, and what it promised.</summary>
/// <param name="Name">What its source is called: its own.</param>
internal sealed record TrackedStream(string Name)
{
    /// <summary>Null while no submission of it was answered.</summary>
    public string? Id { get; set; }

    /// <summary>A close of it was answered 1100.</summary>
    public bool IsCloseAcknowledged { get; set; }

    /// <summary>A close of it was sent.</summary>
    public bool IsCloseAsked { get; set; }

    /// <summary>When the server that had acknowledged its close was dead, as a timestamp; null: it has not died yet.</summary>
    public long? DeadAfterClose { get; set; }

    public override string ToString() => $"{Name} ({Id})";
}
