using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.SystemTests.Speech;

/// <summary>Another machine that speaks OpenAI's <c>POST /v1/audio/transcriptions</c>: it says what a test has it say.</summary>
internal sealed class TranscriptServer : IAsyncDisposable
{
    private const string Path = "/v1/audio/transcriptions";

    private readonly WebApplication _application;
    private readonly Func<HttpContext, TranscriptQuestion, Task> _answer;

    private TranscriptServer(WebApplication application, Func<HttpContext, TranscriptQuestion, Task> answer) =>
        (_application, _answer) = (application, answer);

    public Uri Url => new(_application.Urls.First());

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<TranscriptQuestion> Questions { get; } = [];

    /// <summary>What was no question of the protocol; says why.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    /// <param name="answer">Called once the whole question is there.</param>
    public static async Task<TranscriptServer> StartAsync(Func<HttpContext, TranscriptQuestion, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseShutdownTimeout(TimeSpan.Zero).ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TranscriptServer(builder.Build(), answer);
        server._application.Run(server.TakeAsync);
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request is not { Method: "POST", Path.Value: { } path, HasFormContentType: true } || !path.EndsWith(Path, StringComparison.Ordinal))
        {
            Wrong.Enqueue($"{request.Method} {request.Path} with {request.ContentType}");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        if (form.Files is not [{ Name: "file", ContentType: "audio/wav" } file])
        {
            Wrong.Enqueue("not one file: " + string.Join(", ", form.Files.Select(each => $"{each.Name} {each.ContentType}")));
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var sound = new MemoryStream();
        await file.CopyToAsync(sound, context.RequestAborted);
        var question = new TranscriptQuestion(
            path[..^Path.Length],
            AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var key) && key is { Scheme: "Bearer" } ? key.Parameter! : "",
            form.ToDictionary(field => field.Key, field => field.Value.ToString()),
            file.FileName,
            sound.ToArray());
        Questions.Enqueue(question);
        await _answer(context, question);
    }
}
