namespace Sluice.Server.Callbacks;

/// <summary>When something was captured and judged.</summary>
/// <param name="CapturedFrom">Capture time of its first moment.</param>
/// <param name="CapturedTo">Capture time of its end; of a frame, the same.</param>
/// <param name="Began">When judging began.</param>
/// <param name="Finished">When it was done.</param>
internal readonly record struct ProcessTimes(
    DateTimeOffset CapturedFrom, DateTimeOffset CapturedTo, DateTimeOffset Began, DateTimeOffset Finished);
