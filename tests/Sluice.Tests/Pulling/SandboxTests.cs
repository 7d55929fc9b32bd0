using System.Text;
using Sluice.Server.Children;

namespace Sluice.Tests.Pulling;

/// <summary>What a child may do and see, asked of real children. Every way that works on this machine is held to it.</summary>
public sealed class SandboxTests : IDisposable
{
    private const long Memory = 512 << 20;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-sandbox-");
    private readonly ChildSpawner _spawner = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _spawner.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_strongest_way_that_works_is_found()
    {
        var strongest = await FindAsync(SandboxMode.Bwrap) ?? await FindAsync(SandboxMode.Setpriv) ?? Confinement.None;

        Assert.Equal(strongest.Description, (await FindAsync(SandboxMode.Auto))!.Description);
        Assert.Equal(Confinement.None, await FindAsync(SandboxMode.None));
    }

    [Fact]
    public async Task A_child_has_no_privileges_and_can_gain_none()
    {
        foreach (var confinement in await WorkingAsync())
        {
            var dump = await RunAsync(confinement, "setpriv", "--dump");

            Assert.Contains("no_new_privs: 1", dump, StringComparison.Ordinal);
            if (Environment.IsPrivilegedProcess)
            {
                Assert.Contains("uid: 65534", dump, StringComparison.Ordinal);
                Assert.Contains("Supplementary groups: [none]", dump, StringComparison.Ordinal);
                Assert.Contains("Capability bounding set: [none]", dump, StringComparison.Ordinal);
                Assert.Contains("Ambient capabilities: [none]", dump, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_childs_memory_files_and_descriptors_are_limited()
    {
        foreach (var confinement in await WorkingAsync())
        {
            Assert.Equal("524288\n64\n0\n0\n", await RunAsync(confinement, "sh", "-c", "ulimit -v; ulimit -n; ulimit -f; ulimit -c"));
        }
    }

    [Fact]
    public async Task A_child_cannot_read_the_data_folder()
    {
        // As the server keeps it, the folder is its own user's alone.
        var secret = Path.Combine(_data.FullName, "secret");
        await File.WriteAllTextAsync(secret, "secret", Cancellation);
        foreach (var confinement in await WorkingAsync())
        {
            if (confinement.Mode == SandboxMode.Bwrap || Environment.IsPrivilegedProcess)
            {
                Assert.Equal("", await RunAsync(confinement, "cat", secret));
            }
        }

        Assert.Equal("secret", await RunAsync(Confinement.None, "cat", secret));
    }

    [Fact]
    public void A_data_folder_among_the_programs_is_hidden_too()
    {
        var view = BwrapView.Of("/usr/bin/ffmpeg", "/usr/local/share/sluice");

        Assert.Equal(["--tmpfs", "/usr/local/share/sluice"], view.SkipWhile(word => word != "--tmpfs").Take(2));
        Assert.DoesNotContain("--tmpfs", BwrapView.Of("/usr/bin/ffmpeg", "/var/lib/sluice"));
    }

    [Fact]
    public async Task In_bubblewrap_a_child_sees_programs_and_libraries_alone_and_no_other_process()
    {
        if (await FindAsync(SandboxMode.Bwrap) is not { } bwrap)
        {
            // Some machines let nobody have namespaces. What is found there is held to the rest.
            Assert.Equal(SandboxMode.Setpriv, (await FindAsync(SandboxMode.Auto))!.Mode);
            return;
        }

        var root = (await RunAsync(bwrap, "ls", "/")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(root.Except(["bin", "dev", "etc", "lib", "lib32", "lib64", "sbin", "usr"]));
        Assert.Empty((await RunAsync(bwrap, "ls", "/etc")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(["alternatives", "ld.so.cache"]));
        Assert.Equal("1\n", await RunAsync(bwrap, "sh", "-c", "echo $$"));
        Assert.Equal("", await RunAsync(bwrap, "sh", "-c", "touch /usr/x /x /dev/x 2>/dev/null && echo written"));
    }

    [Fact]
    public async Task Children_die_with_the_thread_that_started_them_and_leave_nothing()
    {
        foreach (var confinement in await WorkingAsync())
        {
            var spawner = new ChildSpawner();
            await using var child = await spawner.SpawnAsync(confinement, "sh", ["-c", "echo up; exec sleep 60"]);
            Assert.NotEqual(0, await child.ReadOutputAsync(new byte[10], Cancellation));
            var group = ProcessGroup.Of(child.Pid);

            spawner.Dispose();

            Assert.Equal(-9, await child.Exit.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
            Assert.NotEmpty(group);
            Assert.DoesNotContain(group, pid => Directory.Exists($"/proc/{pid}"));
        }
    }

    [Fact]
    public async Task A_killed_child_leaves_nothing_to_reap()
    {
        foreach (var confinement in await WorkingAsync())
        {
            var child = await _spawner.SpawnAsync(confinement, "sh", ["-c", "sleep 60 & echo up; wait"]);
            Assert.NotEqual(0, await child.ReadOutputAsync(new byte[10], Cancellation));
            var group = ProcessGroup.Of(child.Pid);

            await child.DisposeAsync();

            Assert.True(group.Count >= 2);
            Assert.DoesNotContain(group, pid => Directory.Exists($"/proc/{pid}"));
        }
    }

    [Fact]
    public async Task A_program_that_only_the_servers_user_may_run_is_confined_as_far_as_it_goes()
    {
        var own = Path.Combine(_data.FullName, "ffmpeg");
        File.Copy("/bin/true", own);

        var found = await new Sandbox(SandboxMode.Auto, Memory, "/nonexistent", TimeProvider.System).FindAsync(_spawner, own, "-version");

        Assert.NotNull(found);
        Assert.NotEqual(SandboxMode.None, found.Mode);
    }

    private Task<Confinement?> FindAsync(SandboxMode mode) =>
        new Sandbox(mode, Memory, _data.FullName, TimeProvider.System).FindAsync(_spawner, "ffmpeg", "-version");

    private async Task<IReadOnlyList<Confinement>> WorkingAsync()
    {
        var setpriv = await FindAsync(SandboxMode.Setpriv);
        Assert.NotNull(setpriv);
        return await FindAsync(SandboxMode.Bwrap) is { } bwrap ? [setpriv, bwrap] : [setpriv];
    }

    private async Task<string> RunAsync(Confinement confinement, string program, params string[] arguments)
    {
        await using var child = await _spawner.SpawnAsync(confinement, program, arguments);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (await child.ReadOutputAsync(buffer, Cancellation) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }
}
