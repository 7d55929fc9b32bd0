namespace Sluice.Server.Matching;

/// <summary>A word to be looked for.</summary>
/// <param name="Word">As somebody wrote it.</param>
/// <param name="Mode">How it is looked for.</param>
/// <param name="List">Whose it is: a number that its hits carry.</param>
internal readonly record struct WordEntry(string Word, WordMode Mode, int List);
