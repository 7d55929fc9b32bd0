namespace Sluice.Server.Lists;

/// <summary>What was read of a text of entries.</summary>
/// <param name="Entries">Each once, in their order.</param>
/// <param name="Given">How many there were with those that were there more than once.</param>
/// <param name="Error">What is wrong, with its line; then there are no entries. Null: nothing is.</param>
internal sealed record ListReading(IReadOnlyList<string> Entries, int Given, string? Error)
{
    public static ListReading Failed(string error) => new([], 0, error);
}
