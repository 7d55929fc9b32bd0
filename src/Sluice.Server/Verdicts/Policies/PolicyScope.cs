namespace Sluice.Server.Verdicts.Policies;

/// <summary>For whom something is judged; null: not known, or not given.</summary>
internal sealed record PolicyScope
{
    public static PolicyScope Nobody { get; } = new();

    public string? Tenant { get; init; }

    /// <summary>appId.</summary>
    public string? App { get; init; }

    /// <summary>eventId.</summary>
    public string? Event { get; init; }

    /// <summary>data.room.</summary>
    public string? Room { get; init; }

    /// <summary>data.level: of the user, 0 to 4.</summary>
    public int? Level { get; init; }
}
