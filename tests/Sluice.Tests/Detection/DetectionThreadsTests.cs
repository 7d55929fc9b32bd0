using Sluice.Server.Detection;
using Sluice.SystemTests.Processes;

namespace Sluice.Tests.Detection;

public class DetectionThreadsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Detectors_hold_no_thread_that_answers_calls()
    {
        List<(bool IsPooled, string? Name)> threads = [];
        var detector = new ScriptedDetector("d", "A", async (pictures, _) =>
        {
            threads.Add((Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread.Name));
            await Task.Yield();
            threads.Add((Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread.Name));
            return ScriptedDetector.See("d", pictures);
        });
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1 }, detector);
        using var picture = new TestPicture(64, 64);

        await host.JudgeAsync(picture.Jpeg(), "A");
        await host.JudgeAsync(picture.Jpeg(), "A");

        Assert.Equal(4, threads.Count);
        Assert.All(threads, thread => Assert.Equal((false, "sluice-detect"), thread));
    }

    [Fact]
    public async Task A_thread_that_is_held_is_replaced_and_one_goes_when_it_comes_back()
    {
        using var threads = new DetectionThreads(1);
        var factory = new TaskFactory(threads);
        using var gate = new ManualResetEventSlim();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = factory.StartNew(
            () =>
            {
                began.SetResult();
                gate.Wait(Cancellation);
                return Thread.CurrentThread;
            },
            Cancellation);
        await began.Task.WaitAsync(Soon, Cancellation);
        var waiting = factory.StartNew(() => Thread.CurrentThread, Cancellation);
        Assert.False(waiting.IsCompleted);

        threads.Add();
        var second = await waiting.WaitAsync(Soon, Cancellation);
        threads.Remove();
        gate.Set();
        var first = await held.WaitAsync(Soon, Cancellation);

        // Whichever comes to it first goes; the other stays.
        Assert.NotSame(first, second);
        var last = await factory.StartNew(() => Thread.CurrentThread, Cancellation).WaitAsync(Soon, Cancellation);
        await Eventually.BeTrueAsync(() => first.IsAlive != second.IsAlive, Soon, "one of the two goes");
        var stays = first.IsAlive ? first : second;
        Assert.Contains(last, new[] { first, second });
        Assert.Same(stays, await factory.StartNew(() => Thread.CurrentThread, Cancellation).WaitAsync(Soon, Cancellation));
        Assert.Same(stays, await factory.StartNew(() => Thread.CurrentThread, Cancellation).WaitAsync(Soon, Cancellation));
    }

    [Fact]
    public async Task What_comes_after_the_end_is_still_done()
    {
        var threads = new DetectionThreads(1);
        threads.Dispose();

        Assert.Equal(1, await new TaskFactory(threads).StartNew(() => 1, Cancellation).WaitAsync(Soon, Cancellation));
    }
}
