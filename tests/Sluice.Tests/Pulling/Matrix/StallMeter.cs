using System.Globalization;
using Sluice.SystemTests.Processes;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>
/// Measures when this machine has no time for what should happen now: a child like those of pulls makes a packet every fortieth of a second
/// from nothing, and it is noted how late each is read here.
/// </summary>
internal sealed class StallMeter : IAsyncDisposable
{
    private const double Period = 0.025;

    // What is late by less is how such a child works.
    private const double Usual = 0.05;

    private readonly RunningProgram _ffmpeg = new(
        "stall meter",
        "ffmpeg",
        [
            "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono,asetnsamples=n=400",
            "-c", "pcm_s16le", "-flush_packets", "1", "-f", "framecrc", "pipe:1",
        ]);

    private readonly List<(DateTimeOffset Due, double Late)> _packets = [];
    private readonly Task _reading;

    public StallMeter() => _reading = ReadAsync();

    /// <summary>The longest time, in seconds, for which a packet that was due in this span was late; zero when all came as they should.</summary>
    public double Worst(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_packets)
            return _packets.Where(p => p.Due >= from.AddSeconds(-Period) && p.Due <= to && p.Late > Usual).Select(p => p.Late).DefaultIfEmpty().Max();
    }

    /// <summary>The share of all packets that were late.</summary>
    public double Share
    {
        get
        {
            lock (_packets)
                return _packets.Count == 0 ? 1 : _packets.Count(p => p.Late > Usual) / (double)_packets.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ffmpeg.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var began = DateTimeOffset.MaxValue;
        while (await _ffmpeg.Output.ReadLineAsync() is { } line)
        {
            var parts = line.Split(',');
            if (line.StartsWith('#') || parts.Length < 3 || !long.TryParse(parts[1], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var samples))
                continue;

            // It begins when one was least late.
            var now = DateTimeOffset.UtcNow;
            var pts = TimeSpan.FromSeconds(samples / 16000.0);
            began = now - pts < began ? now - pts : began;
            lock (_packets)
                _packets.Add((began + pts, (now - began - pts).TotalSeconds));
        }
    }
}
