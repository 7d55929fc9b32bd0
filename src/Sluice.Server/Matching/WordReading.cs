namespace Sluice.Server.Matching;

/// <summary>What the digits and signs of words are read as, where that is in doubt.</summary>
/// <param name="First">What the first 1 of a word stands for, and every other one after that: <c>i</c> or <c>l</c>. <c>|</c> and <c>!</c> are such too.</param>
/// <param name="Second">The same for those between.</param>
/// <param name="Edges">An <c>@</c> or <c>!</c> where a word begins, or an <c>@</c> where it ends, is a letter of it.</param>
internal readonly record struct WordReading(char First, char Second, bool Edges)
{
    /// <summary>The usual one.</summary>
    public static WordReading Plain { get; } = new('i', 'i', false);
}
