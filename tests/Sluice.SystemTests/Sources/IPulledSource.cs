namespace Sluice.SystemTests.Sources;

/// <summary>A live source that can be pulled, and that sees its player go.</summary>
internal interface IPulledSource : IAsyncDisposable
{
    /// <summary>What is submitted.</summary>
    string Url { get; }

    CodeWindow Codes { get; }

    /// <summary>The broadcaster still sends.</summary>
    bool IsRunning { get; }

    /// <summary>How often a player has connected.</summary>
    int Connections { get; }

    /// <summary>
    /// Waits until no player is connected; returns when the last one went, as <see cref="TimeProvider.GetTimestamp"/> of the
    /// system's clock.
    /// </summary>
    Task<long> PlayerLeftAsync(TimeSpan within);
}
