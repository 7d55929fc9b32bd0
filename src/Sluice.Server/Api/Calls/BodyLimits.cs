namespace Sluice.Server.Api.Calls;

/// <summary>How large and how deep a body may be (protocol §1).</summary>
internal static class BodyLimits
{
    /// <summary>Above it the answer is 413: no protocol answer.</summary>
    public const int HardBytes = 4 * 1024 * 1024;

    /// <summary>Above it the answer is 1902.</summary>
    public const int Bytes = 1536 * 1024;

    /// <summary>Levels of objects and arrays.</summary>
    public const int Depth = 32;
}
