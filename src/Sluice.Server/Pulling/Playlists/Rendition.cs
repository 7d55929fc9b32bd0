namespace Sluice.Server.Pulling.Playlists;

/// <summary>One of the forms in which a master playlist offers a source.</summary>
/// <param name="Url">Its own playlist.</param>
/// <param name="Program">Its place in the master playlist, from 0 on: ffmpeg's number of it.</param>
/// <param name="Bandwidth">Bits a second, 0 when not said.</param>
/// <param name="Lines">The shorter side of its picture, 0 when not said.</param>
/// <param name="HasSoundApart">Its sound is in a playlist of its own, so its own playlist alone would be silent.</param>
internal sealed record Rendition(Uri Url, int Program, long Bandwidth, int Lines, bool HasSoundApart);
