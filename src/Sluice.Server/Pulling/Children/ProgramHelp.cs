using System.Text;

namespace Sluice.Server.Pulling.Children;

/// <summary>What the installed ffmpeg says of itself.</summary>
internal static class ProgramHelp
{
    private const int Longest = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Its demuxer has such an option; false also when it could not be asked.</summary>
    public static async Task<bool> HasOptionAsync(
        ChildSpawner spawner, Confinement confinement, string program, string demuxer, string option, TimeProvider time)
    {
        try
        {
            await using var child = await spawner.SpawnAsync(confinement, program, ["-hide_banner", "-h", "demuxer=" + demuxer]);
            using var patience = new CancellationTokenSource(Patience, time);
            var help = new byte[Longest];
            var length = 0;
            while (length < help.Length && await child.ReadOutputAsync(help.AsMemory(length), patience.Token) is > 0 and var count)
                length += count;
            return Encoding.UTF8.GetString(help, 0, length).Contains($" -{option} ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ChildStartException or OperationCanceledException)
        {
            return false;
        }
    }
}
