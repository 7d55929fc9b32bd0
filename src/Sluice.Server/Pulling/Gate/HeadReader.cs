using System.Buffers;
using System.Text;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Reads the head of a request or an answer, to its empty line, and keeps what came after it.</summary>
internal sealed class HeadReader(Stream stream, int longest) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(longest);
    private int _begin;
    private int _end;

    /// <summary>What was read beyond the head.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_begin, _end - _begin);

    /// <summary>The head, every byte a character; null: the other side closed before its end, or it is too long.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var seen = _begin;
        while (true)
        {
            if (EndOfHead(seen) is var end and >= 0)
            {
                var head = Encoding.Latin1.GetString(_buffer, _begin, end - _begin);
                _begin = end;
                return head;
            }

            // The last line feed may be the first half of the end.
            seen = Math.Max(_begin, _end - 2);
            if (_end == longest)
                return null;

            var count = await stream.ReadAsync(_buffer.AsMemory(_end, longest - _end), cancellationToken);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // Some servers end lines with a line feed alone.
    private int EndOfHead(int from)
    {
        for (var i = from; i < _end; i++)
        {
            if (_buffer[i] != '\n')
                continue;
            if (i + 1 < _end && _buffer[i + 1] == '\n')
                return i + 2;
            if (i + 2 < _end && _buffer[i + 1] == '\r' && _buffer[i + 2] == '\n')
                return i + 3;
        }

        return -1;
    }
}
