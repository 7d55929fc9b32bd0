namespace Sluice.Server.Pulling;

/// <summary>How a source is reached, as its address says.</summary>
internal enum SourceKind
{
    Rtmp,

    /// <summary>HTTP or HTTPS: FLV, live or recorded, or another recorded file.</summary>
    Http,

    /// <summary>HTTP or HTTPS with a path that ends in .m3u8.</summary>
    Hls,
}
