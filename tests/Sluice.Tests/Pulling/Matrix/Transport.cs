namespace Sluice.Tests.Pulling.Matrix;

/// <summary>How a source comes to a player.</summary>
public enum Transport
{
    Rtmp,
    HttpFlv,
    HlsTs,
    HlsMp4,
}
