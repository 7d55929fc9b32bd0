using System.Globalization;
using System.Text;
using Sluice.Server.Children;

namespace Sluice.Tests.Pulling;

/// <summary>Where the server may have a process namespace for its children. Elsewhere they are held by the parent-death signal alone.</summary>
public sealed class ProcessNamespaceTests
{
    // It leaves its group and its parent, and hears no signal that can be ignored.
    private const string Escaping = "trap '' HUP TERM INT; setsid sh -c 'echo up; exec sleep 600' & wait";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool IsAllowed
    {
        get
        {
            using var any = ProcessNamespace.TryCreate();
            return any is not null;
        }
    }

    [Fact]
    public void The_machine_of_an_administrator_has_it()
    {
        var capabilities = File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapEff:", StringComparison.Ordinal))[7..].Trim();

        Assert.Equal((ulong.Parse(capabilities, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 21 & 1) == 1, IsAllowed);
    }

    [Fact]
    public async Task What_leaves_its_parent_and_its_group_ends_with_the_server_too()
    {
        if (!IsAllowed)
            return;
        var mark = $"6{Random.Shared.Next(10_000, 100_000)}";
        var spawner = new ChildSpawner();
        await using var child = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", Escaping.Replace("600", mark, StringComparison.Ordinal)]);
        Assert.NotEqual(0, await child.ReadOutputAsync(new byte[10], Cancellation));
        await AwaitAsync(() => Sleeping(mark).Count == 1);
        Assert.DoesNotContain(Sleeping(mark)[0], ProcessGroup.Of(child.Pid));

        spawner.Dispose();

        await AwaitAsync(() => Sleeping(mark).Count == 0);
    }

    [Fact]
    public async Task One_that_was_killed_takes_its_children_along_and_is_made_anew()
    {
        if (!IsAllowed)
            return;
        using var spawner = new ChildSpawner();
        await using var before = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", "echo up; exec sleep 600"]);
        Assert.NotEqual(0, await before.ReadOutputAsync(new byte[10], Cancellation));
        var inside = new FileInfo($"/proc/{before.Pid}/ns/pid").LinkTarget;
        var first = All().Single(pid => Command(pid) == "/bin/cat\0" && new FileInfo($"/proc/{pid}/ns/pid").LinkTarget == inside);

        Assert.Equal(0, Libc.Kill(first, Libc.SigKill));

        Assert.Equal(-9, await before.Exit.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        await using var after = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", "exit 3"]);
        Assert.Equal(3, await after.Exit.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
    }

    [Fact]
    public async Task A_child_sees_no_process_of_the_machine()
    {
        if (!IsAllowed)
            return;
        using var spawner = new ChildSpawner();
        await using var child = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", "cat /proc/[0-9]*/comm"]);
        var buffer = new byte[4096];
        var seen = new StringBuilder();
        while (await child.ReadOutputAsync(buffer, Cancellation) is > 0 and var count)
            seen.Append(Encoding.UTF8.GetString(buffer, 0, count));

        Assert.Equal(["cat", "sh"], seen.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static List<int> Sleeping(string mark) => [.. All().Where(pid => Command(pid) == $"sleep\0{mark}\0")];

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    private static string Command(int pid) => Processes.Text($"/proc/{pid}/cmdline");

    private static async Task AwaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            Assert.True(await timer.WaitForNextTickAsync(limit.Token));
    }
}
