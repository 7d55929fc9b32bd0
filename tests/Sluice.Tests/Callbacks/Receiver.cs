using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Tests.Callbacks;

/// <summary>A customer's callback server on a port of its own.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Received> _requests = Channel.CreateUnbounded<Received>();
    private int _running;

    private Receiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>The most requests that were there at once.</summary>
    public int MostAtOnce { get; private set; }

    public static async Task<Receiver> StartAsync(TimeProvider time, Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            lock (receiver)
            {
                receiver._running++;
                receiver.MostAtOnce = Math.Max(receiver.MostAtOnce, receiver._running);
            }

            receiver._requests.Writer.TryWrite(new Received(
                time.GetUtcNow(),
                context.Request.Method,
                context.Request.Path,
                body,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            try
            {
                await answer(context);
            }
            catch (OperationCanceledException)
            {
                // The sender went away.
            }
            finally
            {
                lock (receiver)
                {
                    receiver._running--;
                }
            }
        });
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Url = receiver._app.Urls.First();
        return receiver;
    }

    public static Task<Receiver> StartAsync(TimeProvider time, int status) => StartAsync(time, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Takes every request and answers none.</summary>
    public static Task<Receiver> StartHangingAsync(TimeProvider time) =>
        StartAsync(time, context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    public async Task<Received> NextAsync() =>
        await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>A request that is there already.</summary>
    public bool TryNext(out Received? request) => _requests.Reader.TryRead(out request);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
