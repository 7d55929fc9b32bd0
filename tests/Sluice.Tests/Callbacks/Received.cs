namespace Sluice.Tests.Callbacks;

/// <summary>A request as the receiver saw it.</summary>
internal sealed record Received(DateTimeOffset At, string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);
