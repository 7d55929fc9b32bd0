namespace Sluice.Cli.Demo;

/// <summary>What was seen in a demo.</summary>
internal sealed record DemoObservation
{
    public required DemoScript Script { get; init; }

    /// <summary>Something installed reads text on screen.</summary>
    public required bool ReadsText { get; init; }

    /// <summary>The source had a font to write its caption in.</summary>
    public required bool HasCaption { get; init; }

    /// <summary>In the order in which they came.</summary>
    public required IReadOnlyList<DemoCallback> Callbacks { get; init; }

    /// <summary>When second 0 of the source passed; null: nobody pulled it.</summary>
    public required DateTimeOffset? SourceStartedAt { get; init; }

    /// <summary>Timestamp at which the close was answered with 1100.</summary>
    public required long CloseAnswered { get; init; }

    /// <summary>Timestamp at which the source saw its player go; null: it did not.</summary>
    public required long? PlayerLeft { get; init; }

    /// <summary>Was the source still playing when everything had been seen?</summary>
    public required bool SourceRuns { get; init; }

    /// <summary>What the source sent after its player had left.</summary>
    public required long BytesAfterPlayer { get; init; }
}
