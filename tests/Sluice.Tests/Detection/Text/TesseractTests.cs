using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Children;
using Sluice.Server.Detection.Text;
using Sluice.SystemTests.Processes;

namespace Sluice.Tests.Detection.Text;

/// <summary>The child that reads Arabic, and the one that is started ahead of what it reads. In tesseract's place a program that says what it is given.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TesseractTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Tesseract _tesseract;

    public TesseractTests()
    {
        File.WriteAllText(Program, "#!/bin/sh\necho $$ >> \"${0%/*}/started\"\nIFS= read -r line\nprintf %s \"$line\"\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _tesseract = new Tesseract(new TextOptions { TesseractPath = Program, Sandbox = SandboxMode.None }, _folder.Path, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Program => _folder.File("tesseract");

    // As they are known in the namespace that they were born into.
    private int Started => File.Exists(_folder.File("started")) ? File.ReadAllLines(_folder.File("started")).Length : 0;

    public void Dispose()
    {
        _tesseract.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_started_ahead_reads_and_the_next_reading_has_another()
    {
        await PreparedAsync();

        Assert.Equal(("a line", 1), (await ReadAsync("a line"), Started));
        Assert.Equal(("and another", 2), (await ReadAsync("and another"), Started));
        Assert.Empty(Running());
    }

    [Fact]
    public async Task One_that_was_ended_while_it_waited_costs_nothing()
    {
        await PreparedAsync();
        var pid = Assert.Single(Running());
        Assert.Equal(0, Libc.Kill(pid, Libc.SigKill));
        await Eventually.BeTrueAsync(() => !ProcessTable.Runs(pid), Patience, "it has ended");

        Assert.Equal(("a line", 2), (await ReadAsync("a line"), Started));
    }

    [Fact]
    public async Task One_that_nobody_wants_for_a_minute_is_ended()
    {
        await PreparedAsync();

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(Running());
        _time.Advance(TimeSpan.FromSeconds(1));

        await EndedAsync();
        Assert.Equal("a line", await ReadAsync("a line"));
    }

    [Fact]
    public async Task One_whose_reading_is_over_before_it_is_there_is_ended()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _tesseract.ReadAsync(Encoding.UTF8.GetBytes("given up"), new CancellationToken(canceled: true)));

        // They are started one after the other.
        Assert.Equal("a line", await ReadAsync("a line"));
        await EndedAsync();
    }

    [Fact]
    public async Task None_is_left_of_one_that_waits_when_the_server_ends()
    {
        await PreparedAsync();

        _tesseract.Dispose();

        await EndedAsync();
        await Assert.ThrowsAsync<ChildStartException>(() => ReadAsync("a line"));
    }

    private async Task PreparedAsync()
    {
        _tesseract.Prepare();
        await Eventually.BeTrueAsync(() => Started == 1, Patience, "the program is started");
    }

    private Task EndedAsync() => Eventually.BeTrueAsync(() => Running().Count == 0, Patience, () => $"the program ends: {string.Join(' ', Running())}");

    private Task<string> ReadAsync(string line) => _tesseract.ReadAsync(Encoding.UTF8.GetBytes(line), Cancellation);

    // The shell that it runs in.
    private IReadOnlyList<int> Running() => ProcessTable.With(Program);
}
