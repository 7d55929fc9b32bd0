using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Tests.Detection.Remote;

/// <summary>A machine that judges, on a port of its own.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _asked = new(0);

    private ModelServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<Question> Questions { get; } = [];

    /// <param name="answer">Called once the whole question is there.</param>
    public static async Task<ModelServer> StartAsync(Func<HttpContext, Question, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        var server = new ModelServer(builder.Build());
        server._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var question = new Question(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            server.Questions.Enqueue(question);
            server._asked.Release();
            try
            {
                await answer(context, question);
            }
            catch (OperationCanceledException)
            {
                // Whoever asked went away.
            }
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Url = server._app.Urls.First();
        return server;
    }

    public static Task<ModelServer> StartAsync(string answer) => StartAsync((context, _) => context.Response.WriteAsync(answer));

    /// <summary>Completes once for each question.</summary>
    public async Task AskedAsync() =>
        Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "It was not asked.");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _asked.Dispose();
    }

    internal sealed record Question(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
