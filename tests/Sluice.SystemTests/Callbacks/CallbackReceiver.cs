using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.SystemTests.Callbacks;

/// <summary>A customer's callback endpoint: keeps everything in the order in which it came, and takes it unless a test says otherwise.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Func<ReceivedCall, Task<int>> _answer;
    private readonly bool _keepsConnections;
    private readonly Lock _lock = new();
    private readonly List<ReceivedCall> _calls = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CallbackReceiver(WebApplication application, Func<ReceivedCall, Task<int>> answer, bool keepsConnections) =>
        (_application, _answer, _keepsConnections) = (application, answer, keepsConnections);

    public Uri Url => new(_application.Urls.First());

    public IReadOnlyList<ReceivedCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <param name="port">0: one that the system chooses.</param>
    /// <param name="answer">Gives the HTTP status of each answer; null: always 200.</param>
    /// <param name="keepsConnections">False: one connection for each call.</param>
    public static async Task<CallbackReceiver> StartAsync(
        int port = 0, Func<ReceivedCall, Task<int>>? answer = null, bool keepsConnections = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var receiver = new CallbackReceiver(builder.Build(), answer ?? (_ => Task.FromResult(StatusCodes.Status200OK)), keepsConnections);
        receiver._application.Run(receiver.TakeAsync);
        await receiver._application.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public string At(string path) => new Uri(Url, path).ToString();

    /// <summary>Returns what has come as soon as it is enough.</summary>
    /// <exception cref="TimeoutException">It was not, in time.</exception>
    public async Task<IReadOnlyList<ReceivedCall>> WaitAsync(
        Func<IReadOnlyList<ReceivedCall>, bool> enough, TimeSpan within, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            IReadOnlyList<ReceivedCall> calls;
            Task news;
            lock (_lock)
                (calls, news) = ([.. _calls], _news.Task);
            if (enough(calls))
                return calls;
            var left = within - TimeProvider.System.GetElapsedTime(began);
            try
            {
                await news.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException(
                    $"not within {within.TotalSeconds:0.#} s: {what}. Came: "
                    + string.Join(", ", calls.Select(c => c.Callback.RequestId + (c.Callback.StatCode == 1 ? " end" : ""))));
            }
        }
    }

    /// <summary>Nothing more comes for a while.</summary>
    public async Task StayQuietAsync(TimeSpan period)
    {
        var before = Calls.Count;
        await Assert.ThrowsAsync<TimeoutException>(() => WaitAsync(calls => calls.Count > before, period, "one more callback"));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new ReceivedCall(TimeProvider.System.GetUtcNow(), context.Request.Path, headers, body.ToArray());
        TaskCompletionSource news;
        lock (_lock)
        {
            _calls.Add(call);
            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        news.SetResult();
        context.Response.StatusCode = await _answer(call);
        if (!_keepsConnections)
            context.Response.Headers.Connection = "close";
    }
}
