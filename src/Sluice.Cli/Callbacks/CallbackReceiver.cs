using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sluice.Protocol;

namespace Sluice.Cli.Callbacks;

/// <summary>An HTTP server that answers 200 to every POST and hands its body on.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    /// <summary>Callbacks that are not read yet; when it is full the senders wait for their 200.</summary>
    private const int Capacity = 1024;

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Channel<ReceivedCallback> _received = Channel.CreateBounded<ReceivedCallback>(Capacity);

    private CallbackReceiver(WebApplication app, TimeProvider time)
    {
        _app = app;
        _time = time;
    }

    /// <summary>The address it listens on, its port resolved.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>In the order in which they came.</summary>
    public ChannelReader<ReceivedCallback> Callbacks => _received.Reader;

    /// <summary>An address that cannot be listened on is a <see cref="CommandFailedException"/>.</summary>
    public static async Task<CallbackReceiver> StartAsync(Uri listen, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(listen.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        var receiver = new CallbackReceiver(app, time);
        app.Run(receiver.ReceiveAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new CommandFailedException($"cannot listen on {listen}: {e.Message}", e);
        }
        receiver.Url = new Uri(app.Urls.First());
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever waits for room in the channel is let go before the server waits for them.
        _received.Writer.TryComplete();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var callback = new ReceivedCallback(
            _time.GetLocalNow(), _time.GetTimestamp(), context.Request.Path, body.GetBuffer().AsMemory(0, (int)body.Length))
        {
            WebhookId = context.Request.Headers[WebhookSignature.IdHeader],
            WebhookTimestamp = context.Request.Headers[WebhookSignature.TimestampHeader],
            WebhookSignature = context.Request.Headers[WebhookSignature.SignatureHeader],
        };
        try
        {
            await _received.Writer.WriteAsync(callback, context.RequestAborted);
        }
        catch (ChannelClosedException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }
}
