namespace Sluice.Server.Matching;

/// <summary>A piece of a fuzzy word.</summary>
/// <param name="Word">The word's number.</param>
/// <param name="Offset">Where in the word it begins.</param>
/// <param name="Length">Of the word, if it is one of Latin letters, which stands on its own; else 0.</param>
internal readonly record struct FuzzyPiece(int Word, int Offset, int Length);
