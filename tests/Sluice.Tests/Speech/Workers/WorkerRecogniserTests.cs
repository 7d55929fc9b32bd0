using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Children;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Pocketsphinx;
using Sluice.Server.Speech.Workers;

namespace Sluice.Tests.Speech.Workers;

public class WorkerRecogniserTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SandboxMode.Auto)]
    [InlineData(SandboxMode.Setpriv)]
    public async Task English_is_recognised_without_anything_but_packages_of_the_system(object sandbox)
    {
        await using var recogniser = Pocketsphinx(Speaking.Workers((SandboxMode)sandbox));

        var said = await recogniser.RecogniseAsync(await Speaking.SayAsync("one two three four"), Cancellation);

        Assert.Contains("three four", said.Text, StringComparison.Ordinal);
        Assert.Null(said.Language);
        Assert.Equal("", (await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation)).Text);
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_is_idle_costs_nothing_and_one_that_is_killed_at_work_that_piece()
    {
        await using var recogniser = Pocketsphinx(Speaking.Workers(SandboxMode.None));
        await recogniser.PrepareAsync(Cancellation);
        using (var idle = Process.GetProcessById(recogniser.Pid))
        {
            idle.Kill();
            await idle.WaitForExitAsync(Cancellation);
        }

        Assert.Contains("three four", (await recogniser.RecogniseAsync(await Speaking.SayAsync("one two three four"), Cancellation)).Text, StringComparison.Ordinal);
        using var process = Process.GetProcessById(recogniser.Pid);

        // A minute of noise keeps it at work.
        var lost = recogniser.RecogniseAsync(Speaking.Noise(60), Cancellation);
        process.Kill();
        var failure = await Assert.ThrowsAsync<SpeechException>(() => lost);
        Assert.Equal(SpeechOutcome.Crashed, failure.Outcome);
        Assert.Contains("signal 9", failure.Message, StringComparison.Ordinal);

        Assert.Equal("", (await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation)).Text);
        Assert.NotEqual(process.Id, recogniser.Pid);
    }

    [Fact]
    public async Task It_is_not_in_the_network_of_the_machine_where_the_server_may_make_another()
    {
        await using var recogniser = Pocketsphinx(Speaking.Workers(SandboxMode.None));
        await recogniser.PrepareAsync(Cancellation);

        var isOther = new FileInfo($"/proc/{recogniser.Pid}/ns/net").LinkTarget != new FileInfo("/proc/self/ns/net").LinkTarget;

        Assert.Equal(ChildNetwork.Nothing.Handle is not null, isOther);
    }

    [Fact]
    public async Task No_process_is_left_when_it_is_disposed_of_at_work()
    {
        var recogniser = Pocketsphinx(Speaking.Workers());
        await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation);
        var pid = recogniser.Pid;
        Assert.True(Directory.Exists($"/proc/{pid}"));

        var work = recogniser.RecogniseAsync(Speaking.Noise(60), Cancellation);
        await recogniser.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.False(Directory.Exists($"/proc/{pid}"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));
    }

    [Fact]
    public async Task The_process_sees_neither_the_network_nor_the_data_folder_nor_files_that_it_does_not_need()
    {
        if (ConfinementTools.Find().Bwrap is null)
        {
            Assert.Skip("bubblewrap is not installed");
        }

        await using var recogniser = Pocketsphinx(Speaking.Workers(SandboxMode.Bwrap));
        await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation);

        // The process itself is the one below those that confine it.
        var pid = recogniser.Pid;
        while (await File.ReadAllTextAsync($"/proc/{pid}/task/{pid}/children", Cancellation) is { Length: > 0 } children)
        {
            pid = int.Parse(children.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.DoesNotContain("eth", await File.ReadAllTextAsync($"/proc/{pid}/net/dev", Cancellation), StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{pid}/root/home"));
        Assert.False(Directory.Exists($"/proc/{pid}/root/etc/ssl"));
        var status = await File.ReadAllTextAsync($"/proc/{pid}/status", Cancellation);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_hangs_is_ended_in_time()
    {
        await using var recogniser = Shell("sleep 600", timeout: TimeSpan.FromMilliseconds(200));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.TimedOut, failure.Outcome);
        Assert.Equal(0, recogniser.Pid);
    }

    [Theory]
    [InlineData("head -c 100000 /dev/urandom")]
    [InlineData("echo hello there, this is no frame at all; sleep 600")]
    [InlineData(@"printf '\001\000\000\000\004'; sleep 600")]
    [InlineData(@"printf '\001\000\000\000\002\054\116\000\000\004{""Text"":""'; head -c 20000 /dev/zero | tr '\0' x; printf '""}'; sleep 600")]
    public async Task What_a_process_says_that_is_no_answer_is_refused(string script)
    {
        await using var recogniser = Shell(script);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.BadAnswer, failure.Outcome);
    }

    [Fact]
    public async Task A_process_that_ends_is_named_with_what_it_complained_of_last()
    {
        await using var recogniser = Shell("echo 'Error: no such model' >&2; echo bye >&2; exit 7");

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.NoModel, failure.Outcome);
        Assert.Equal("the process ended with exit code 7: Error: no such model", failure.Message);
    }

    [Fact]
    public async Task After_a_second_failure_in_a_row_it_is_not_started_before_a_pause_that_doubles()
    {
        var time = new FakeTimeProvider();
        await using var recogniser = Shell("exit 1", time: time);
        async Task<SpeechOutcome> TryAsync() =>
            (await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation))).Outcome;

        Assert.Equal(SpeechOutcome.NoModel, await TryAsync());
        Assert.Equal(SpeechOutcome.NoModel, await TryAsync());
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            time.Advance(TimeSpan.FromSeconds(pause - 0.1));
            Assert.Equal(SpeechOutcome.Suspended, await TryAsync());
            time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(SpeechOutcome.NoModel, await TryAsync());
        }
    }

    [Fact]
    public async Task A_sandbox_that_does_not_work_is_named()
    {
        var settings = Speaking.Workers(SandboxMode.Setpriv) with { Program = new WorkerProgram("/bin/false", [], []) };
        await using var recogniser = Pocketsphinx(settings);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Contains("Sluice:Pulling:Sandbox", failure.Message, StringComparison.Ordinal);
    }

    private static WorkerRecogniser Pocketsphinx(WorkerSettings settings) => new(
        "pocketsphinx",
        "en",
        new WorkerSetup { Pocketsphinx = PocketsphinxSetup.Find(new SpeechOptions().PocketsphinxFolder) },
        settings,
        TimeProvider.System);

    private static WorkerRecogniser Shell(string script, TimeSpan? timeout = null, TimeProvider? time = null) => new(
        "shell",
        "en",
        new WorkerSetup { Pocketsphinx = new PocketsphinxSetup("/model/en-us", "/model/lm", "/model/dict") },
        Speaking.Workers(SandboxMode.None) with
        {
            Program = new WorkerProgram("/bin/sh", ["-c", script], []),
            LoadTimeout = timeout ?? TimeSpan.FromMinutes(1),
        },
        time ?? TimeProvider.System);
}
