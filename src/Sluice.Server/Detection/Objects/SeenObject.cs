namespace Sluice.Server.Detection.Objects;

/// <summary>Something that the network saw.</summary>
/// <param name="Class">Its place in <see cref="CocoClasses"/>.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Left">In pixels of what the network was shown, as are the others. May lie outside of it.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Right">Its right edge.</param>
/// <param name="Bottom">Its lower edge.</param>
internal readonly record struct SeenObject(int Class, float Probability, float Left, float Top, float Right, float Bottom)
{
    /// <summary>What part of the area that two cover together they share, 0 to 1.</summary>
    public float Overlap(SeenObject other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }

    private float Area => (Right - Left) * (Bottom - Top);
}
