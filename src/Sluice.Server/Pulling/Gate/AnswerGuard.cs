namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// Looks through an answer for what would lead a child past the gate. ffmpeg needs its scheme "httpproxy" to speak TLS through the gate,
/// and its player of HLS takes an address of that scheme for one of http: it would connect by itself. Nothing else that a child
/// may open does, so no answer may hold the word. It is looked for in the body as the child will read it, without its chunks.
/// </summary>
internal sealed class AnswerGuard(bool isChunked)
{
    private const int LongestSize = 16;

    private static readonly byte[] Word = "httpproxy"u8.ToArray();

    // What the end of the last piece had of the word, and of the size of a chunk.
    private readonly byte[] _joint = new byte[2 * (Word.Length - 1)];
    private int _carried;
    private Part _part = isChunked ? Part.Size : Part.Data;
    private long _left = isChunked ? 0 : long.MaxValue;
    private int _digits;

    private enum Part
    {
        Size,
        SizeRest,
        Data,
        DataEnd,
        Done,
    }

    /// <summary>The word was found: the source means it. Else what is not allowed is only broken.</summary>
    public bool HasFound { get; private set; }

    /// <summary>An address to go on to does not hold the word.</summary>
    public static bool Allows(string address) => !address.Contains("httpproxy", StringComparison.OrdinalIgnoreCase);

    /// <summary>False: the next piece of the body must not reach the child. It completes the word, or its chunks are not to be understood.</summary>
    public bool Allows(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_part == Part.Done)
                return true;

            if (_part == Part.Data)
            {
                var data = piece[..(int)Math.Min(piece.Length, _left)];
                if (!AllowsData(data))
                    return false;

                piece = piece[data.Length..];
                if (isChunked && (_left -= data.Length) == 0)
                    _part = Part.DataEnd;
            }
            else
            {
                if (!TakeFraming(piece[0]))
                    return false;

                piece = piece[1..];
            }
        }

        return true;
    }

    private bool AllowsData(ReadOnlySpan<byte> data)
    {
        // 1. The end of what came before with the beginning of this.
        var begin = data[..Math.Min(data.Length, Word.Length - 1)];
        begin.CopyTo(_joint.AsSpan(_carried));
        var joint = _joint.AsSpan(0, _carried + begin.Length);
        HasFound = joint.IndexOf(Word) >= 0 || data.IndexOf(Word) >= 0;
        if (HasFound)
            return false;

        // 2. What the next needs of it.
        var end = data.Length >= Word.Length - 1 ? data : joint;
        var kept = end[^Math.Min(end.Length, Word.Length - 1)..];
        kept.CopyTo(_joint);
        _carried = kept.Length;
        return true;
    }

    // Strict, where ffmpeg is not: another reading of the same chunks would be a way round.
    private bool TakeFraming(byte next)
    {
        switch (_part)
        {
            case Part.Size when char.IsAsciiHexDigit((char)next):
                _left = (_left << 4) + Convert.ToInt32(((char)next).ToString(), 16);
                return ++_digits < LongestSize;
            case Part.Size when _digits > 0 && (next is (byte)'\r' or (byte)'\n' or (byte)';' or (byte)' ' or (byte)'\t'):
                _part = Part.SizeRest;
                return next != (byte)'\n' || EndSize();
            case Part.SizeRest:
                return next != (byte)'\n' || EndSize();
            case Part.DataEnd when next == (byte)'\r':
                return true;
            case Part.DataEnd when next == (byte)'\n':
                _part = Part.Size;
                return true;
            default:
                return false;
        }
    }

    private bool EndSize()
    {
        _part = _left == 0 ? Part.Done : Part.Data;
        _digits = 0;
        return true;
    }
}
