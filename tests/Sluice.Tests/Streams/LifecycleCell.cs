using Sluice.Server.Streams;

namespace Sluice.Tests.Streams;

/// <summary>What one cell of the table promises.</summary>
/// <param name="To">The state afterwards.</param>
/// <param name="Why">The words in brackets behind the state, if any.</param>
/// <param name="Answer">What the caller is answered, null where the event is no call.</param>
/// <param name="Pull">What happens to the pull.</param>
/// <param name="FreesPlace">The tenant has one stream less.</param>
/// <param name="Ends">The end callbacks are written.</param>
internal sealed record LifecycleCell(StreamState To, string? Why, string? Answer, PullOrder Pull, bool FreesPlace, bool Ends)
{
    private static readonly Dictionary<string, PullOrder> Pulls = new()
    {
        ["pull stops"] = PullOrder.Stop,
        ["pull goes on"] = PullOrder.GoOn,
        ["pulled again"] = PullOrder.Begin,
    };

    /// <summary>A word that means nothing here is an error.</summary>
    public static LifecycleCell Read(string text, StreamState state)
    {
        var parts = text.Split("; ");
        var (word, why) = parts[0].Split(" (") is [var first, var rest] ? (first, rest.TrimEnd(')')) : (parts[0], null);
        var to = word == "stays" ? (int)state : Array.IndexOf(StreamStates.Names, word);
        Assert.True(to >= 0, $"'{word}' is no state");
        var cell = new LifecycleCell((StreamState)to, why, null, PullOrder.None, false, false);
        return parts.Skip(1).Aggregate(cell, (read, part) => part switch
        {
            "count −1" => read with { FreesPlace = true },
            "end callbacks" => read with { Ends = true },
            _ when Pulls.TryGetValue(part, out var pull) => read with { Pull = pull },
            _ when part.StartsWith('1') => read with { Answer = part },
            _ => throw new InvalidDataException($"'{part}' means nothing"),
        });
    }

    /// <summary>The reason that is kept afterwards.</summary>
    /// <param name="before">The reason before.</param>
    /// <param name="first">What happened first.</param>
    public EndReason ReasonAfter(EndReason before, StreamEvent first) => Why switch
    {
        null or "as accepted" => before,
        "closed by client, or operator" or "by the first" =>
            first == StreamEvent.ClosedByOperator ? EndReason.Operator : EndReason.ClosedByClient,
        "pull failed" => EndReason.PullFailed,
        "source ended" => EndReason.SourceEnded,
        _ => throw new InvalidDataException($"'{Why}' is no reason"),
    };

    /// <summary>The answers' codes, in words of the table.</summary>
    public string[] Answers => Answer switch
    {
        null => [],
        "1100 twice" => ["1100", "1100"],
        _ => [Answer],
    };
}
