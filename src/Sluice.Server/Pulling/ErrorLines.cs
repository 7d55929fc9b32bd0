using System.Buffers;
using System.Text;
using Sluice.Server.Children;

namespace Sluice.Server.Pulling;

/// <summary>Reads a child's standard error line by line, to its end, in bounded memory.</summary>
internal static class ErrorLines
{
    private const int LongestLine = 4096;

    /// <param name="child">The child.</param>
    /// <param name="take">Gets each line; one that is too long comes in pieces.</param>
    /// <param name="onRead">Called after each piece that was read, however small, with the lines in it taken; and at the end.</param>
    /// <param name="stop">Cancelled, the rest is not read.</param>
    public static async Task ReadAsync(Child child, Action<string> take, Action onRead, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestLine);
        try
        {
            var length = 0;
            while (await child.ReadErrorsAsync(buffer.AsMemory(length), stop) is > 0 and var count)
            {
                length = TakeLines(buffer, length + count, take);
                onRead();
            }

            if (length > 0)
                take(Encoding.UTF8.GetString(buffer, 0, length));
            onRead();
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Returns how much of an unfinished line stays at the buffer's beginning.
    private static int TakeLines(byte[] buffer, int length, Action<string> take)
    {
        var rest = buffer.AsSpan(0, length);
        for (int end; (end = rest.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; rest = rest[(end + 1)..])
        {
            if (end > 0)
                take(Encoding.UTF8.GetString(rest[..end]));
        }

        if (rest.Length == buffer.Length)
        {
            // Longer than any line that matters.
            take(Encoding.UTF8.GetString(rest));
            return 0;
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }
}
