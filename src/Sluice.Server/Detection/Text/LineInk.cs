namespace Sluice.Server.Detection.Text;

/// <summary>How much of each point of a <see cref="LineCrop"/> letters cover, 0 to 1.</summary>
internal sealed class LineInk(float[] ink, int width)
{
    public int Width => width;

    /// <summary>The mean of some points; the last ones are exclusive.</summary>
    public float Mean(int left, int top, int right, int bottom)
    {
        var sum = 0f;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += ink[(y * width) + x];
            }
        }

        return sum / ((right - left) * (bottom - top));
    }
}
