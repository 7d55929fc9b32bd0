using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Remote;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Detection.Remote;

/// <summary>What an endpoint can do to a detector, and what becomes of frames then.</summary>
public class RemoteDetectorTests
{
    private const string Answer = """{"results":[{"category_scores":{"sexual":0.95,"violence/graphic":0}}]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_status_other_than_2xx_is_no_finding_and_no_redirect_is_followed(int status)
    {
        await using var elsewhere = await ModelServer.StartAsync(Answer);
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = elsewhere.Url;
            return context.Response.WriteAsync(Answer);
        });
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal((CallOutcome.Refused, $"HTTP {status} of POST /v1/moderations"), (host.Last.Outcome, host.Last.Failure));
        Assert.Empty(elsewhere.Questions);
    }

    [Fact]
    public async Task An_answer_of_a_hundred_megabytes_is_not_read()
    {
        await using var server = new LargeAnswer(saysSo: false);
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal((CallOutcome.BadAnswer, "the answer is larger than 4194304 bytes"), (host.Last.Outcome, host.Last.Failure));
        Assert.InRange(await server.SentAsync(), 0, LargeAnswer.Length / 2);
    }

    [Fact]
    public async Task An_answer_that_says_it_is_too_large_is_not_begun()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.ContentLength = 100 << 20;
            return context.Response.Body.FlushAsync(context.RequestAborted);
        });
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal(CallOutcome.BadAnswer, host.Last.Outcome);
    }

    [Fact]
    public async Task A_connection_that_ends_within_the_answer_is_told()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"results\":", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal(CallOutcome.Unreachable, host.Last.Outcome);
    }

    [Fact]
    public async Task An_endpoint_where_nobody_listens_is_told()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        port.Stop();
        using var host = new RemoteHost(RemoteHost.OpenAI(url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal((CallOutcome.Unreachable, "connection: ConnectionError"), (host.Last.Outcome, host.Last.Failure));
        var failure = await Assert.ThrowsAsync<ModelException>(() => host.Installed.TryRemote!(Cancellation));
        Assert.Equal($"{url}: connection: ConnectionError", failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_hangs_is_given_its_time_and_no_more(bool hasBegun)
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            if (hasBegun)
            {
                await context.Response.WriteAsync("{", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        var asked = host.AskAsync();
        await server.AskedAsync();
        Assert.False(asked.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(await asked.WaitAsync(Patience, Cancellation));
        Assert.Equal((CallOutcome.TimedOut, "no answer within 5 s"), (host.Last.Outcome, host.Last.Failure));
    }

    [Fact]
    public async Task What_is_beyond_the_budget_is_skipped_and_counted_and_the_others_have_their_findings()
    {
        // Two are being asked for when the third comes.
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await asked.Task;
            await context.Response.WriteAsync(Answer);
        });
        var options = RemoteHost.OpenAI(server.Url);
        options.Calls = new() { PerMinute = 3, AtOnce = 2 };
        using var host = new RemoteHost(options);
        Picture[] pictures = [.. Enumerable.Range(0, 3).Select(_ => RemoteHost.Picture())];

        var finding = host.Installed.Detector!.DetectAsync(pictures, Cancellation);
        asked.SetResult();
        var found = await finding;
        Assert.Equal([1, 1, 0], found.Select(each => each.Count));
        Assert.Single(await host.AskAsync());
        Assert.Empty(await host.AskAsync());

        Assert.Equal(3, server.Questions.Count);
        Assert.Equal(
            [CallOutcome.Answered, CallOutcome.Answered, CallOutcome.Answered, CallOutcome.OverBudget, CallOutcome.Busy],
            host.Calls.Select(call => call.Outcome).Order());
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await host.AskAsync());
        Array.ForEach(pictures, picture => picture.Dispose());
    }

    [Fact]
    public async Task An_endpoint_that_fails_in_a_row_is_left_alone_until_a_call_shows_that_it_answers_again()
    {
        var status = 500;
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(Answer);
        });
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        for (var i = 0; i < 8; i++)
        {
            Assert.Empty(await host.AskAsync());
        }

        Assert.Equal(5, server.Questions.Count);
        Assert.Equal([0, 0, 0, 0, GateChange.Shut, 0, 0, 0], host.Calls.Select(call => call.Change));
        Assert.Equal(CallOutcome.Suspended, host.Last.Outcome);
        status = 200;
        host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await host.AskAsync());
        Assert.Equal(GateChange.Opened, host.Last.Change);
        Assert.Single(await host.AskAsync());
    }

    [Fact]
    public async Task A_picture_that_was_not_judged_is_known_to_lack_findings_so_that_nobody_uses_them_again()
    {
        var status = 500;
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(Answer);
        });
        var options = RemoteHost.OpenAI(server.Url);
        options.Calls = new() { PerMinute = 2 };
        using var host = new RemoteHost(options);
        using var refused = RemoteHost.Picture();
        using var judged = RemoteHost.Picture();
        using var skipped = RemoteHost.Picture();

        await host.Installed.Detector!.DetectAsync([refused], Cancellation);
        status = 200;
        await host.Installed.Detector.DetectAsync([judged, skipped], Cancellation);

        Assert.Equal((true, false, true), (refused.LacksFindings, judged.LacksFindings, skipped.LacksFindings));
    }

    [Fact]
    public async Task While_an_endpoint_is_waited_for_the_only_worker_judges_other_frames()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await answer.Task;
            await context.Response.WriteAsync(Answer);
        });
        using var remote = new RemoteHost(RemoteHost.OpenAI(server.Url));
        await using var host = await RunnerHost.StartAsync(
            new DetectionOptions { Workers = 1, DetectorTimeout = TimeSpan.FromSeconds(1) }, remote.Catalog);
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);

        var slow = host.JudgeAsync(picture.Jpeg(), "VIOLENT", "QRCODE", "EROTIC");
        await server.AskedAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("codes", Assert.Single(await host.JudgeAsync(picture.Jpeg(), "QRCODE").WaitAsync(Patience, Cancellation)).Detector);
        }

        // The time of other detectors is over, and the endpoint still has some.
        host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(slow.IsCompleted);
        answer.SetResult();
        Assert.Contains(await slow.WaitAsync(Patience, Cancellation), finding => finding.Name == "sexual");
        Assert.Equal(0, host.Figure("detector_failures own:there timed_out"));
    }

    [Fact]
    public async Task A_frame_whose_endpoint_hangs_is_judged_by_the_others_when_its_time_is_over()
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var remote = new RemoteHost(RemoteHost.OpenAI(server.Url));
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1 }, remote.Catalog);
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);

        var judged = host.JudgeAsync(picture.Jpeg(), "QRCODE", "VIOLENT");
        await server.AskedAsync();
        remote.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("https://t.example", Assert.Single(await judged.WaitAsync(Patience, Cancellation)).Content);
        Assert.Equal(CallOutcome.TimedOut, remote.Last.Outcome);
    }

    [Fact]
    public async Task A_runner_that_stops_waits_for_no_endpoint_longer_than_it_is_given()
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var remote = new RemoteHost(RemoteHost.OpenAI(server.Url));
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1 }, remote.Catalog);
        using var picture = new TestPicture(64, 64);

        var judged = host.JudgeAsync(picture.Jpeg(), "VIOLENT");
        await server.AskedAsync();
        using var hurry = new CancellationTokenSource();
        var stopping = host.Runner.StopAsync(hurry.Token);
        Assert.False(stopping.IsCompleted);
        await hurry.CancelAsync();

        await stopping.WaitAsync(Patience, Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judged.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Failures_are_in_the_log_once_a_minute_without_anything_secret_and_in_the_figures()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("your key sk-secret is wrong");
        });
        var options = RemoteHost.OpenAI(server.Url + "/base");
        options.ApiKey = "sk-secret";
        using var remote = new RemoteHost(options);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var lines = new ConcurrentQueue<string>();
        using var log = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(lines)));
        var time = new FakeTimeProvider();
        var calls = new RemoteCalls(new DetectionMetrics(services.GetRequiredService<IMeterFactory>()), time, log.CreateLogger<RemoteCalls>());
        for (var i = 0; i < 6; i++)
        {
            await remote.AskAsync();
            calls.OnCall(remote.Last);
        }

        // A frame that is left out within the budget is told of too, and for itself.
        calls.OnCall(remote.Last with { Outcome = CallOutcome.OverBudget });
        calls.OnCall(remote.Last with { Outcome = CallOutcome.Busy });

        Assert.Equal(
            [
                $"Model own:there at {server.Url} did not judge a frame or sound: HTTP 401 of POST /v1/moderations. 0 earlier failures were not logged",
                $"Model own:there at {server.Url} failed too often in a row: it is asked only after each pause",
                $"Model own:there at {server.Url} was not asked for a frame or sound: OverBudget. 0 earlier ones were not logged",
            ],
            lines);
    }

    [Fact]
    public async Task An_endpoint_that_judges_a_black_picture_passes_its_trial()
    {
        await using var server = await ModelServer.StartAsync(Answer);
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        await host.Installed.TryRemote!(Cancellation);

        Assert.Single(server.Questions);
        Assert.Equal($"omni-moderation-latest at {server.Url}", host.Installed.Detail);
    }
}
