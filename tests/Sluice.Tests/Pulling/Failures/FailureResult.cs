using Sluice.Server.Pulling;
using Sluice.Server.Streams;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>What became of a stream whose source failed.</summary>
/// <param name="First">How the first pull ended; null: there was none.</param>
/// <param name="Row">The stream in the end.</param>
/// <param name="IsTriedAgain">It was pulled a second time.</param>
/// <param name="Elapsed">How long the first pull took.</param>
/// <param name="Left">Children that are left.</param>
internal sealed record FailureResult(PullEnd? First, StreamRow Row, bool IsTriedAgain, TimeSpan Elapsed, IReadOnlyList<int> Left);
