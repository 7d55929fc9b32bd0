namespace Sluice.Server.Storage;

/// <summary>What became of a submission.</summary>
/// <param name="Status">The decision.</param>
/// <param name="RunningId">The stream that runs already, when it is a duplicate.</param>
internal readonly record struct SubmitResult(SubmitStatus Status, string? RunningId = null);
