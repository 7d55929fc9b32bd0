namespace Sluice.Server.Lists;

/// <summary>Bounds of lists. Lengths are Unicode code points.</summary>
internal static class ListLimits
{
    /// <summary>Lists of a tenant.</summary>
    public const int Lists = 100;

    /// <summary>Entries of a list.</summary>
    public const int Entries = 100_000;

    /// <summary>Entries of all lists of a tenant.</summary>
    public const int TenantEntries = 500_000;

    /// <summary>Of a list's name.</summary>
    public const int NameLength = 64;

    /// <summary>Of a label.</summary>
    public const int LabelLength = 64;

    /// <summary>Of a word, or of a person's name.</summary>
    public const int EntryLength = 100;

    /// <summary>Of a host.</summary>
    public const int HostLength = 253;

    /// <summary>Bytes of a file of entries.</summary>
    public const int FileBytes = 64 * 1024 * 1024;
}
