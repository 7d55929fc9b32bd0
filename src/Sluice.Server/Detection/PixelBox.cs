namespace Sluice.Server.Detection;

/// <summary>A rectangle in a picture: left, top, right, bottom in pixels, the last two exclusive.</summary>
internal readonly record struct PixelBox(int X1, int Y1, int X2, int Y2);
