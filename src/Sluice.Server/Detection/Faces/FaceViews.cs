using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>
/// The squares in which faces are looked for: the whole picture with black beside it, and of one that is not square, squares as large as
/// its shorter side, in which faces are larger. They overlap, so that what the edge of one cuts is whole in another.
/// </summary>
internal static class FaceViews
{
    /// <summary>Below this the picture is as good as square, and one square shows all that there is.</summary>
    private const float Elongated = 1.25f;

    /// <summary>Of the side of a square, at least.</summary>
    private const float Overlap = 0.2f;

    /// <summary>They cover frames of up to five times as long as high.</summary>
    private const int MostSquares = 6;

    /// <param name="picture">Where faces are looked for.</param>
    /// <param name="side">Of what the network sees: a picture that is not larger loses nothing by being looked at as a whole.</param>
    public static IReadOnlyList<PictureArea> Of(Picture picture, int side)
    {
        var (longer, shorter) = (Math.Max(picture.Width, picture.Height), Math.Min(picture.Width, picture.Height));
        List<PictureArea> views = [Whole(picture, 1)];
        if (longer > side * Elongated && longer > shorter * Elongated)
        {
            var count = (int)Math.Clamp(MathF.Ceiling((((float)longer / shorter) - Overlap) / (1 - Overlap)), 2, MostSquares);
            for (var i = 0; i < count; i++)
            {
                var at = (float)(longer - shorter) * i / (count - 1);
                views.Add(picture.Width > picture.Height ? new(at, 0, shorter, shorter) : new(0, at, shorter, shorter));
            }
        }

        return views;
    }

    /// <summary>The whole picture in the middle of a square that is so many times as large.</summary>
    public static PictureArea Whole(Picture picture, float times)
    {
        var side = Math.Max(picture.Width, picture.Height) * times;
        return new PictureArea((picture.Width - side) / 2, (picture.Height - side) / 2, side, side);
    }
}
