using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>
/// The memory of a server process without its children: idle, and more for each stream that runs. The server is the program that
/// users start; the streams are 640×360 HTTP-FLV, every frame and every sound of which is called back. Goals: 200 MB idle, 1 MB a stream.
/// </summary>
internal static class MemoryBenchmark
{
    // What the first streams bring with them, such as code that is compiled, the following ones share.
    private const int Few = 5;
    private const int Many = 25;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(40);

    public static async Task RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            await using var source = await SharedSource.StartAsync();
            await using var server = await ServerProgram.StartAsync(data.FullName);
            await Task.Delay(Settle);
            var idle = server.Memory();
            Console.WriteLine($"memory: a server process without its children, {Run.TotalSeconds:0} s after the last stream began");
            Console.WriteLine($"  idle                {Megabytes(idle)}");
            var few = await RunAsync(server, source, 0, Few);
            var many = await RunAsync(server, source, Few, Many);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"idle {idle / 1e6:0} MB (goal 200), {(many - few) / 1e6 / (Many - Few):0.00} MB more a stream (goal 1)"));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<long> RunAsync(ServerProgram server, SharedSource source, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await server.SubmitAsync(source.UrlOf(i));
        }

        await Task.Delay(Run);
        var memory = server.Memory();
        Console.WriteLine($"  {to,2} streams running  {Megabytes(memory)} ({server.Children} children)");
        return memory;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6,6:0.0} MB");
}
