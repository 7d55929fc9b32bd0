namespace Sluice.Server.Storage;

/// <summary>What a change of a list's entries came to.</summary>
/// <param name="Status">Whether all of it was made.</param>
/// <param name="Changed">Entries that came, or went.</param>
/// <param name="Entries">What the list holds now.</param>
internal readonly record struct EntryChange(EntryStatus Status, int Changed = 0, int Entries = 0);
