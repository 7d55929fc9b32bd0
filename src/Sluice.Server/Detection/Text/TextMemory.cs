namespace Sluice.Server.Detection.Text;

/// <summary>
/// What a stream's last frames said: a small picture of what was searched, and the lines that were found. At most half a megabyte, most of it
/// for a frame full of text. One frame at a time uses it.
/// </summary>
internal sealed class TextMemory
{
    private int _used;

    /// <summary>Each tile as it was when it was last searched for text, or held none; null: nothing was searched yet.</summary>
    public SmallGrey? Searched { get; set; }

    /// <summary>Tiles that hold a line that there was no time to read: they are searched again.</summary>
    public HashSet<int> Unread { get; } = [];

    public IReadOnlyList<TextLine> Lines { get; set; } = [];

    /// <summary>When the whole frame was searched, on the detector's steady clock.</summary>
    public long SearchedAt { get; set; }

    /// <summary>When somebody who reads Arabic was last asked although the stream is in another language; null: never.</summary>
    public long? AskedAt { get; set; }

    /// <summary>That one could not be asked, or did not answer in time.</summary>
    public bool HasNoAnswer { get; set; }

    /// <summary>That one found some.</summary>
    public bool HadArabic { get; set; }

    /// <summary>False: another frame uses it. Who is given it calls <see cref="Leave"/>.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref _used, 1) == 0;

    public void Leave() => Volatile.Write(ref _used, 0);
}
