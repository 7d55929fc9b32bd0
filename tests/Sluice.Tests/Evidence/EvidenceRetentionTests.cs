namespace Sluice.Tests.Evidence;

public class EvidenceRetentionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_old_is_removed_with_its_empty_folders()
    {
        await using var bench = new EvidenceBench(("MaxAge", "1.00:00:00"));
        var first = await bench.SaveAsync("first", 10);
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await bench.SaveAsync("second", 20);
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var nextDay = await bench.SaveAsync("nextDay", 40);

        bench.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(5));
        bench.Retention.Sweep(Token);
        Assert.Equal([false, false, true], new[] { first, second, nextDay }.Select(bench.Has));
        Assert.Equal(40, bench.Store.Bytes);
        Assert.False(Directory.Exists(Path.Combine(bench.Data, "evidence", "20261122")));
    }

    [Fact]
    public async Task Within_the_last_day_age_is_exact()
    {
        await using var bench = new EvidenceBench(("MaxAge", "00:00:30"));
        var first = await bench.SaveAsync("first", 10);
        bench.Clock.Advance(TimeSpan.FromSeconds(20));
        var second = await bench.SaveAsync("second", 20);

        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        bench.Retention.Sweep(Token);
        Assert.True(bench.Has(first));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        bench.Retention.Sweep(Token);
        Assert.False(bench.Has(first));
        Assert.True(bench.Has(second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_jumps_an_hour_makes_nothing_too_old(int hours)
    {
        await using var bench = new EvidenceBench(("MaxAge", "00:10:00"));
        var key = await bench.SaveAsync("first", 10);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Clock.Jump(TimeSpan.FromHours(hours));

        bench.Retention.Sweep(Token);
        bench.Clock.Advance(TimeSpan.FromMinutes(8));
        bench.Retention.Sweep(Token);
        Assert.True(bench.Has(key));

        bench.Clock.Advance(TimeSpan.FromMinutes(hours > 0 ? 3 : 63));
        bench.Retention.Sweep(Token);
        Assert.False(bench.Has(key));
    }

    [Fact]
    public async Task Over_the_size_the_oldest_go_first_across_days()
    {
        await using var bench = new EvidenceBench(("MaxBytes", "250"));
        var keys = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            keys.Add(await bench.SaveAsync($"f{i}", 100, $"{9 - i}tream"));
            bench.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        bench.Retention.Sweep(Token);

        Assert.Equal([false, false, false, false, true, true], keys.Select(bench.Has));
        Assert.Equal(200, bench.Store.Bytes);
    }

    [Fact]
    public async Task At_start_what_is_there_is_counted()
    {
        await using var bench = new EvidenceBench();
        bench.Leave("evidence/20261120/ab/abcd/f.jpg", 1000);
        await bench.SaveAsync("new", 7);

        bench.Store.Recount((_, exception) => throw exception, Token);

        Assert.Equal(1007, bench.Store.Bytes);
    }

    [Fact]
    public async Task The_server_sweeps_by_itself_and_goes_on_after_a_failure()
    {
        await using var bench = new EvidenceBench(("MaxAge", "00:01:00"), ("SweepInterval", "00:00:10"));
        var key = await bench.SaveAsync("f", 1);

        // A folder whose files nobody can delete, not even root.
        Directory.CreateSymbolicLink(Path.Combine(bench.Data, "evidence", "20200101"), "/proc/self/fdinfo");
        await bench.StartAsync();
        Assert.NotNull(await bench.Log.Error.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.False(bench.Retention.ExecuteTask!.IsCompleted);
        while (bench.Has(key) || bench.Store.Bytes != 0)
        {
            Token.ThrowIfCancellationRequested();
            bench.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }
}
