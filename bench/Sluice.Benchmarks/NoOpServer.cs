using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Protocol;

namespace Sluice.Benchmarks;

/// <summary>What every call is measured against: an endpoint of the same process that reads JSON, writes JSON and does nothing else.</summary>
internal sealed class NoOpServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private NoOpServer(WebApplication application)
    {
        _application = application;
        Url = new Uri(application.Urls.First());
        Request = LoadConnection.Request(
            Url, "/noop", $$"""{"accessKey":"{{new string('k', 20)}}","requestId":"{{Guid.NewGuid():N}}"}""");
    }

    public Uri Url { get; }

    /// <summary>A request as long as a close.</summary>
    public byte[] Request { get; }

    public static async Task<NoOpServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapPost("/noop", async (HttpContext context) =>
        {
            var request = await context.Request.ReadFromJsonAsync(ProtocolJson.Wire.FinishVideoStreamRequest);
            var answer = new Answer { RequestId = request!.RequestId, Code = ResponseCode.Success, Message = "Success" };
            await context.Response.WriteAsJsonAsync(answer, ProtocolJson.Wire.Answer);
        });
        await application.StartAsync();
        return new NoOpServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
