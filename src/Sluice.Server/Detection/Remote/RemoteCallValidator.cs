namespace Sluice.Server.Detection.Remote;

/// <summary>Names every setting of <see cref="RemoteCallOptions"/> that is out of range.</summary>
internal static class RemoteCallValidator
{
    /// <returns>Each begins with the setting's name.</returns>
    public static IEnumerable<string> Errors(RemoteCallOptions options)
    {
        if (options.Timeout < TimeSpan.FromMilliseconds(10) || options.Timeout > TimeSpan.FromMinutes(2))
        {
            yield return $"{nameof(options.Timeout)}: must be from 00:00:00.010 to 00:02:00";
        }

        if (options.PerMinute is < 1 or > 60_000)
        {
            yield return $"{nameof(options.PerMinute)}: must be from 1 to 60000";
        }

        if (options.AtOnce is < 1 or > 256)
        {
            yield return $"{nameof(options.AtOnce)}: must be from 1 to 256";
        }

        if (options.BreakerFailures is < 1 or > 1000)
        {
            yield return $"{nameof(options.BreakerFailures)}: must be from 1 to 1000";
        }

        if (options.BreakerPause < TimeSpan.FromMilliseconds(100) || options.BreakerPause > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(options.BreakerPause)}: must be from 00:00:00.100 to 01:00:00";
        }
    }
}
