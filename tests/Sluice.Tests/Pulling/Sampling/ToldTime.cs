using System.Buffers.Binary;
using SkiaSharp;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>
/// Media that says itself at which second of the programme it is: the picture by its brightness, the sound by its pitch. So what was
/// captured is known however late a busy machine captured it.
/// </summary>
internal static class ToldTime
{
    private const double LowestPitch = 200;
    private const double HigherEachSecond = 100;
    private const int Rate = 16_000;
    private const double RoughEachSecond = 3.5;
    private const double FineEachSecond = 27;
    private const double FinePeriod = 8;

    /// <summary>
    /// ffmpeg's inputs for a programme of up to a minute. The left half of the picture tells the second roughly, the right half where in
    /// <see cref="FinePeriod"/> seconds it is.
    /// </summary>
    public static string Inputs(int seconds) =>
        $@"-f lavfi -i color=gray:s=128x64:r=25:d={seconds},format=yuv420p,geq=lum=if(lt(X\,64)\,16+3.5*T\,16+27*mod(T\,8)):cb=128:cr=128 "
        + $"-f lavfi -i aevalsrc=0.5*sin(2*PI*(200*t+50*t*t)):s=44100:d={seconds}";

    /// <summary>The second of the programme that a frame shows, to a frame or two.</summary>
    public static double OfFrame(byte[] jpeg)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        var rough = Luma(bitmap, 8, 56) / RoughEachSecond;
        var fine = Luma(bitmap, 72, 120) / FineEachSecond;
        return fine + (FinePeriod * Math.Round((rough - fine) / FinePeriod));
    }

    /// <summary>The second of the programme in the middle of some sound of at most a second: how often it crosses zero.</summary>
    public static double OfSound(ReadOnlySpan<byte> pcm)
    {
        var crossings = 0;
        for (var at = 2; at + 1 < pcm.Length; at += 2)
        {
            var isUp = BinaryPrimitives.ReadInt16LittleEndian(pcm[at..]) >= 0;
            crossings += isUp != BinaryPrimitives.ReadInt16LittleEndian(pcm[(at - 2)..]) >= 0 ? 1 : 0;
        }

        var pitch = crossings / 2.0 / (pcm.Length / 2.0 / Rate);
        return (pitch - LowestPitch) / HigherEachSecond;
    }

    // Above black, in steps of video's range.
    private static double Luma(SKBitmap bitmap, int left, int right)
    {
        var sum = 0;
        for (var x = left; x < right; x++)
        {
            for (var y = 8; y < 56; y++)
                sum += bitmap.GetPixel(x, y).Green;
        }

        return sum * 219.0 / 255 / ((right - left) * 48);
    }
}
