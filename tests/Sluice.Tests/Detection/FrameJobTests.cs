using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class FrameJobTests
{
    [Fact]
    public void A_job_that_is_cancelled_while_it_waits_is_over_at_once_and_is_not_taken()
    {
        using var caller = new CancellationTokenSource();
        var job = Job(caller);

        caller.Cancel();

        Assert.True(job.Judged.IsCanceled);
        Assert.False(job.TryTake());
    }

    [Fact]
    public void A_job_that_is_cancelled_while_its_picture_is_read_is_over_only_after_that()
    {
        using var caller = new CancellationTokenSource();
        var job = Job(caller);
        Assert.True(job.TryTake());

        caller.Cancel();
        Assert.False(job.Judged.IsCompleted);

        Assert.False(job.EndDecoding());
        Assert.True(job.Judged.IsCanceled);
    }

    [Fact]
    public void A_job_that_is_cancelled_while_detectors_run_is_over_at_once()
    {
        using var caller = new CancellationTokenSource();
        var job = Job(caller);
        Assert.True(job.TryTake());
        Assert.True(job.EndDecoding());

        caller.Cancel();
        Assert.True(job.Judged.IsCanceled);

        job.Complete(JudgedFrame.Empty);
        Assert.True(job.Judged.IsCanceled);
    }

    [Fact]
    public void Only_one_worker_takes_a_job()
    {
        using var caller = new CancellationTokenSource();
        var job = Job(caller);

        Assert.True(job.TryTake());
        Assert.False(job.TryTake());
    }

    private static FrameJob Job(CancellationTokenSource caller)
    {
        var job = new FrameJob(() => default(ReadOnlyMemory<byte>), FrameWants.Nothing, [], caller.Token);
        caller.Token.Register(job.Cancel);
        return job;
    }
}
