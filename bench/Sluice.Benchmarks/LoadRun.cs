using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Sends prepared requests over a number of connections, one after the other on each, and times every answer.</summary>
internal sealed class LoadRun
{
    private readonly double[] _milliseconds;

    private LoadRun(double[] milliseconds, TimeSpan elapsed, TimeSpan processor)
    {
        Array.Sort(milliseconds);
        _milliseconds = milliseconds;
        PerSecond = milliseconds.Length / elapsed.TotalSeconds;
        ProcessorMicroseconds = processor.TotalMicroseconds / milliseconds.Length;
    }

    public double PerSecond { get; }

    /// <summary>Processor time of this whole process, server and client, per request; less noisy than a rate when the machine is shared.</summary>
    public double ProcessorMicroseconds { get; }

    public double Percentile(int percent) => _milliseconds[Math.Min(_milliseconds.Length - 1, _milliseconds.Length * percent / 100)];

    /// <param name="server">Where it is sent.</param>
    /// <param name="connections">How many requests may be under way.</param>
    /// <param name="requests">What is sent, each once.</param>
    /// <param name="perSecond">
    /// The rate at which they fall due, whatever the answers do; null: as fast as they are answered. A request that had to wait for
    /// a connection is timed from when it was due, so that a server that stalls is not asked less.
    /// </param>
    public static async Task<LoadRun> RunAsync(Uri server, int connections, byte[][] requests, int? perSecond = null)
    {
        var milliseconds = new double[requests.Length];
        var next = -1;
        var processor = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await LoadConnection.OpenAsync(server);
            while (Interlocked.Increment(ref next) is var index && index < requests.Length)
            {
                var from = perSecond is { } rate ? await DueAsync(began, index, rate) : Stopwatch.GetTimestamp();
                await connection.AskAsync(requests[index]);
                milliseconds[index] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }
        })));
        return new LoadRun(milliseconds, Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - processor);
    }

    // A timer that rings late is the client's, not the server's: who waited for it is timed from when it rang.
    private static async Task<long> DueAsync(long began, int index, int perSecond)
    {
        var due = began + (long)((double)index / perSecond * Stopwatch.Frequency);
        var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (early <= TimeSpan.Zero)
        {
            return due;
        }

        await Task.Delay(early);
        return Stopwatch.GetTimestamp();
    }
}
