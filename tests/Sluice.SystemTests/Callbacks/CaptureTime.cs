using System.Globalization;

namespace Sluice.SystemTests.Callbacks;

/// <summary>Times as callbacks have them.</summary>
internal static class CaptureTime
{
    public static DateTimeOffset Parse(string time) =>
        DateTimeOffset.ParseExact(time, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
