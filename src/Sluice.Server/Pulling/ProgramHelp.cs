using System.Text;
using Microsoft.Extensions.Options;
using Sluice.Server.Children;

namespace Sluice.Server.Pulling;

/// <summary>What the installed ffmpeg says of itself. It is asked when somebody first wants to know, until it answers.</summary>
/// <param name="options">The program.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgramHelp(IOptions<PullOptions> options, TimeProvider time)
{
    private const int Longest = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<bool?>? _isPicky;

    /// <summary>
    /// It plays only segments of HLS whose names end as it likes, unless it is told otherwise, and can be told; false also when it
    /// could not be asked now.
    /// </summary>
    public async Task<bool> IsPickyAsync(ChildSpawner spawner, Confinement confinement)
    {
        Task<bool?> asked;
        lock (_lock)
        {
            // One that could not be asked, on a machine that was too busy, is asked again.
            if (_isPicky is { IsCompletedSuccessfully: true, Result: null })
                _isPicky = null;
            asked = _isPicky ??= HasOptionAsync(spawner, confinement, "hls", "extension_picky");
        }

        return await asked == true;
    }

    private async Task<bool?> HasOptionAsync(ChildSpawner spawner, Confinement confinement, string demuxer, string option)
    {
        try
        {
            await using var child = await spawner.SpawnAsync(confinement, options.Value.FfmpegPath, ["-hide_banner", "-h", "demuxer=" + demuxer]);
            using var patience = new CancellationTokenSource(Patience, time);
            var help = new byte[Longest];
            var length = 0;
            while (length < help.Length && await child.ReadOutputAsync(help.AsMemory(length), patience.Token) is > 0 and var count)
                length += count;
            return length == 0 ? null : Encoding.UTF8.GetString(help, 0, length).Contains($" -{option} ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ChildStartException or OperationCanceledException)
        {
            return null;
        }
    }
}
