using System.Globalization;
using System.Text;
using Sluice.Server.Children;

namespace Sluice.Tests.Pulling;

public class ChildSpawnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_gets_three_descriptors_and_none_of_the_servers_environment()
    {
        using var spawner = new ChildSpawner();
        await using var other = await spawner.SpawnAsync(Confinement.None, "sleep", ["60"]);
        using var file = File.OpenRead("/proc/self/status");

        await using var list = await spawner.SpawnAsync(Confinement.None, "ls", ["/proc/self/fd"]);
        await using var environment = await spawner.SpawnAsync(Confinement.None, "env", []);

        // The last one is the folder that ls reads.
        Assert.Equal("0\n1\n2\n3\n", await OutputAsync(list));
        var names = (await OutputAsync(environment)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]);
        Assert.Equal(["HOME", "LANG", "LC_ALL", "PATH"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_child_gives_way_to_the_server()
    {
        using var spawner = new ChildSpawner();

        await using var child = await spawner.SpawnAsync(Confinement.None, "cat", ["/proc/self/stat"]);

        Assert.Equal(NicenessIn(await File.ReadAllTextAsync("/proc/self/stat", Cancellation)) + Niceness.Steps, NicenessIn(await OutputAsync(child)));
    }

    [Fact]
    public async Task The_exit_code_is_told_and_nothing_is_left_to_reap()
    {
        using var spawner = new ChildSpawner();
        await using var child = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", "echo bad >&2; exit 7"]);

        Assert.Equal(7, await child.Exit.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        Assert.False(Directory.Exists($"/proc/{child.Pid}"));
    }

    [Fact]
    public async Task A_child_that_ignores_signals_and_all_it_started_are_killed()
    {
        using var spawner = new ChildSpawner();
        var child = await spawner.SpawnAsync(Confinement.None, "sh", ["-c", "trap '' TERM INT HUP; sleep 60 & echo; wait"]);
        Assert.Equal(1, await child.ReadOutputAsync(new byte[100], Cancellation));
        var group = ProcessGroup.Of(child.Pid);

        await child.DisposeAsync();

        Assert.Equal(-9, await child.Exit);
        Assert.Equal(2, group.Count);
        Assert.DoesNotContain(group, pid => Directory.Exists($"/proc/{pid}"));
    }

    // It keeps a zombie in the group, which nobody else can reap. A shell in its place would reap it now and then.
    [Fact]
    public async Task A_child_is_not_waited_for_longer_because_of_what_left_its_group()
    {
        using var spawner = new ChildSpawner();
        await using var child = await spawner.SpawnAsync(
            Confinement.None, "sh", ["-c", "sh -c 'sleep 60 & exec setsid tail -f -c 1 /etc/passwd' & wait"]);
        Assert.Equal(1, await child.ReadOutputAsync(new byte[100], Cancellation));

        child.Kill();

        Assert.Equal(-9, await child.Exit.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.NotEmpty(ProcessGroup.Of(child.Pid));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        using var spawner = new ChildSpawner();

        var error = await Assert.ThrowsAsync<ChildStartException>(() => spawner.SpawnAsync(Confinement.None, "no-such-program", []));

        Assert.Contains("no-such-program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spawner_that_was_disposed_starts_nothing()
    {
        var spawner = new ChildSpawner();
        spawner.Dispose();

        await Assert.ThrowsAsync<ChildStartException>(() => spawner.SpawnAsync(Confinement.None, "true", []));
    }

    private static async Task<string> OutputAsync(Child child)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (await child.ReadOutputAsync(buffer, Cancellation) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }

    // The 19th field (proc_pid_stat(5)); the second one, in brackets, may hold spaces.
    private static int NicenessIn(string stat) => int.Parse(stat[stat.LastIndexOf(')')..].Split(' ')[17], CultureInfo.InvariantCulture);
}
