namespace Sluice.Server.Callbacks;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The kind.</param>
/// <param name="Error">For operators: a status code or the kind of failure, nothing of the answer's text. Null when delivered.</param>
/// <param name="RetryAfter">How long the receiver asks to wait, when it does.</param>
internal readonly record struct CallbackAttempt(AttemptStatus Status, string? Error = null, TimeSpan? RetryAfter = null);
