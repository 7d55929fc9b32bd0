using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>The processor time of this process by its threads' names, of threads that have ended too: looked at every 2 s.</summary>
internal sealed class ThreadTimes : IDisposable
{
    // The runtime's compiler rests for 4 s before its thread ends.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Name, TimeSpan Used)> _threads = [];
    private readonly ITimer _timer;

    public ThreadTimes() => _timer = TimeProvider.System.CreateTimer(_ => Update(), null, TimeSpan.Zero, Look);

    public TimeSpan Of(string name)
    {
        Update();
        lock (_lock)
        {
            return ProcessorUse.Sum(_threads.Values.Where(thread => thread.Name == name).Select(thread => thread.Used));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Update()
    {
        lock (_lock)
        {
            foreach (var task in Directory.GetDirectories("/proc/self/task"))
            {
                try
                {
                    var nanoseconds = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0];
                    var used = long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1e9 * TimeSpan.FromSeconds(1);
                    _threads[task] = (File.ReadAllText(Path.Combine(task, "comm")).TrimEnd(), used);
                }
                catch (IOException)
                {
                    // It ended meanwhile.
                }
            }
        }
    }
}
