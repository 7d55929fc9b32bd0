using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Benchmarks;

/// <summary>A customer's callback server that reads each body, answers 200 and counts.</summary>
internal sealed class FastReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private TaskCompletionSource _whole = new();
    private int _left;

    private FastReceiver(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.First());

    public static async Task<FastReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new FastReceiver(builder.Build());
        receiver._application.Urls.Add("http://127.0.0.1:0");
        receiver._application.Run(async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            if (Interlocked.Decrement(ref receiver._left) == 0)
            {
                receiver._whole.TrySetResult();
            }
        });
        await receiver._application.StartAsync();
        return receiver;
    }

    /// <summary>Completes when so many more have come.</summary>
    public Task NextAsync(int count)
    {
        _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, count);
        return _whole.Task;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
