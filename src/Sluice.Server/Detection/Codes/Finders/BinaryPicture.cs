using System.Buffers;

namespace Sluice.Server.Detection.Codes.Finders;

/// <summary>
/// A grey picture as dark and light: each pixel beside the mean of its surroundings, so that uneven light and low contrast do not matter.
/// In a pooled buffer that is given back by <see cref="Dispose"/>.
/// </summary>
internal readonly ref struct BinaryPicture : IDisposable
{
    private const int Shift = 3;
    private const int Block = 1 << Shift;

    /// <summary>Steps of grey between the dark and the bright of a block; with less it is one surface.</summary>
    public const int MinContrast = 24;

    /// <summary>Blocks to either side that a threshold is the mean of.</summary>
    private const int Reach = 2;

    private readonly ReadOnlySpan<byte> _luma;
    private readonly byte[] _thresholds;
    private readonly int _blocksWide;

    /// <param name="luma">1 byte a pixel, no padding.</param>
    /// <param name="width">At least a block.</param>
    /// <param name="height">At least a block.</param>
    public BinaryPicture(ReadOnlySpan<byte> luma, int width, int height)
    {
        _luma = luma;
        (Width, Height) = (width, height);
        _blocksWide = (width + Block - 1) >> Shift;
        var blocksHigh = (height + Block - 1) >> Shift;
        var levels = ArrayPool<byte>.Shared.Rent(_blocksWide * blocksHigh);
        _thresholds = ArrayPool<byte>.Shared.Rent(_blocksWide * blocksHigh);
        for (var y = 0; y < blocksHigh; y++)
        {
            for (var x = 0; x < _blocksWide; x++)
            {
                levels[(y * _blocksWide) + x] = Level(levels, x, y);
            }
        }

        Smooth(levels, _blocksWide, blocksHigh, _thresholds);
        ArrayPool<byte>.Shared.Return(levels);
    }

    public static bool Fits(int width, int height) => width >= 4 * Block && height >= 4 * Block;

    public int Width { get; }

    public int Height { get; }

    public bool IsDark(int x, int y) => _luma[(y * Width) + x] <= _thresholds[((y >> Shift) * _blocksWide) + (x >> Shift)];

    public void Dispose() => ArrayPool<byte>.Shared.Return(_thresholds);

    /// <summary>The mean of a block; of a plain one what makes it light, or dark where its neighbours say so.</summary>
    private byte Level(byte[] levels, int x, int y)
    {
        var (left, top) = (Math.Min(x << Shift, Width - Block), Math.Min(y << Shift, Height - Block));
        int sum = 0, min = 255, max = 0;
        for (var row = top; row < top + Block; row += 2)
        {
            foreach (var grey in _luma.Slice((row * Width) + left, Block))
            {
                sum += grey;
                min = Math.Min(min, grey);
                max = Math.Max(max, grey);
            }
        }

        if (max - min > MinContrast)
        {
            return (byte)(sum / (Block * Block / 2));
        }

        var level = min / 2;
        if (x > 0 && y > 0)
        {
            var at = (y * _blocksWide) + x;
            var around = (levels[at - _blocksWide] + (2 * levels[at - 1]) + levels[at - _blocksWide - 1]) / 4;
            level = min < around ? around : level;
        }

        return (byte)level;
    }

    private static void Smooth(byte[] levels, int wide, int high, byte[] thresholds)
    {
        Span<int> columns = new int[wide];
        for (var y = 0; y < high; y++)
        {
            var top = Math.Clamp(y - Reach, 0, Math.Max(0, high - (2 * Reach) - 1));
            var rows = Math.Min((2 * Reach) + 1, high);
            columns.Clear();
            for (var row = top; row < top + rows; row++)
            {
                for (var x = 0; x < wide; x++)
                {
                    columns[x] += levels[(row * wide) + x];
                }
            }

            for (var x = 0; x < wide; x++)
            {
                var left = Math.Clamp(x - Reach, 0, Math.Max(0, wide - (2 * Reach) - 1));
                var count = Math.Min((2 * Reach) + 1, wide);
                var sum = 0;
                foreach (var column in columns.Slice(left, count))
                {
                    sum += column;
                }

                thresholds[(y * wide) + x] = (byte)(sum / (rows * count));
            }
        }
    }
}
