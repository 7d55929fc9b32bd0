using Sluice.Protocol;

namespace Sluice.SystemTests.Callbacks;

/// <summary>One POST that a receiver got.</summary>
/// <param name="At">When it was complete.</param>
/// <param name="Path">The path of the URL that was called.</param>
/// <param name="Headers">As they came.</param>
/// <param name="Body">As it came.</param>
internal sealed record ReceivedCall(
    DateTimeOffset At, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public Callback Callback { get; } = CallbackReader.Read(Body.Span);

    /// <summary>The same for every attempt of one callback.</summary>
    public string WebhookId => Headers.GetValueOrDefault(WebhookSignature.IdHeader, "");
}
