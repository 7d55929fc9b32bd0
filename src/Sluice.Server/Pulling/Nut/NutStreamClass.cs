namespace Sluice.Server.Pulling.Nut;

/// <summary>What a NUT stream carries; the values are the format's.</summary>
internal enum NutStreamClass
{
    Video = 0,
    Audio = 1,
    Subtitles = 2,
    Data = 3,
}
