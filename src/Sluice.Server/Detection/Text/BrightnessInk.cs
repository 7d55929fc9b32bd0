using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Tells letters from what is around them by brightness: they are what there is less of, of the light and the dark. There is more of the ground, and of
/// an outline, than of what it is around.
/// </summary>
internal static class BrightnessInk
{
    // Rows of the box's height where ground and letters are weighed: between the line's edges, and further in.
    private const int Whole = 15;
    private const int Inner = 27;

    // Of the way from the ground's brightness to the letters'. What lies between is ground, or between an outline and it.
    private const float From = 0.45f;
    private const float To = 0.8f;

    private static readonly Vector3 Weights = new(0.114f, 0.587f, 0.299f);

    public static LineInk Of(LineCrop line)
    {
        var grey = Array.ConvertAll(line.Colours, colour => Vector3.Dot(colour, Weights));
        var counts = new int[256];
        var core = grey.AsSpan(Whole * line.Width, (LineCrop.Height - (2 * Whole)) * line.Width);
        foreach (var each in core)
        {
            counts[(int)each]++;
        }

        var (dark, bright) = (Quantile(counts, core.Length / 50), Quantile(counts, core.Length - (core.Length / 50)));
        var range = Math.Max(1f, bright - dark);
        var isLight = IsLight(grey.AsSpan(Inner * line.Width, (LineCrop.Height - (2 * Inner)) * line.Width), dark + (range / 3), bright - (range / 3));
        var ink = Array.ConvertAll(grey, each => Math.Clamp((((isLight ? each - dark : bright - each) / range) - From) / (To - From), 0, 1));
        return new LineInk(ink, line.Width);
    }

    private static bool IsLight(ReadOnlySpan<float> inner, float darkBelow, float lightAbove)
    {
        var (dark, light) = (0, 0);
        foreach (var grey in inner)
        {
            dark += grey < darkBelow ? 1 : 0;
            light += grey > lightAbove ? 1 : 0;
        }

        return light > 0 && (dark == 0 || light < dark);
    }

    private static int Quantile(int[] counts, int below)
    {
        for (int grey = 0, sum = 0; grey < counts.Length; grey++)
        {
            sum += counts[grey];
            if (sum > below)
            {
                return grey;
            }
        }

        return counts.Length - 1;
    }
}
