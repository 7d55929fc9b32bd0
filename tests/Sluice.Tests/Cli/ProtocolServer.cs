using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.Tests.Cli;

/// <summary>An HTTP server that gives one answer and keeps what it was asked.</summary>
internal sealed class ProtocolServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProtocolServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public string? Path { get; private set; }

    public string? Body { get; private set; }

    public JsonObject Json => JsonNode.Parse(Body!)!.AsObject();

    public static async Task<ProtocolServer> StartAsync(string answer, int status = 200)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ProtocolServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            server.Body = await reader.ReadToEndAsync(context.RequestAborted);
            server.Path = context.Request.Path;
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
