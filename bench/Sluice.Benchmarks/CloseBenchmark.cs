using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Protocol;
using Sluice.Server.Streams;

namespace Sluice.Benchmarks;

/// <summary>
/// Closes of running streams a second over 32 connections, each durable before its answer, against an endpoint of the same
/// process that reads JSON and writes JSON and does nothing else. Goal: at least 0.35 of it.
/// </summary>
internal static class CloseBenchmark
{
    private const int Connections = 32;
    private const int Rounds = 5;
    private const int ClosesARound = 12_000;

    public static async Task RunAsync()
    {
        await using var server = await BenchServer.StartAsync();
        await using var baseline = await StartBaselineAsync();
        var key = await server.CreateKeyAsync();
        var baselineUrl = new Uri(baseline.Urls.First());

        Console.WriteLine($"close: {Connections} connections, {Rounds} rounds of {ClosesARound} each, after two to warm up");
        Console.WriteLine("µs: processor time of the process, client and server together, per request");
        var ratios = new List<double>();
        for (var round = -1; round <= Rounds; round++)
        {
            var ids = await SeedAsync(server, key.Tenant.Name);
            var requests = ids.Select(id => Request(
                server.Url, FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{id}}"}""")).ToArray();
            var noop = Request(baselineUrl, "/noop", $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{ids[0]}}"}""");

            var nothing = await LoadRun.RunAsync(baselineUrl, Connections, Enumerable.Repeat(noop, ClosesARound).ToArray());
            var close = await LoadRun.RunAsync(server.Url, Connections, requests);
            if (round <= 0)
            {
                continue;
            }

            var ratio = close.PerSecond / nothing.PerSecond;
            ratios.Add(ratio);
            Console.WriteLine(
                $"  close {close.PerSecond,7:0}/s p50 {close.Percentile(50),6:0.00} ms p99 {close.Percentile(99),6:0.00} ms {close.ProcessorMicroseconds,4:0} µs"
                + $" | no-op {nothing.PerSecond,7:0}/s p50 {nothing.Percentile(50),6:0.00} ms {nothing.ProcessorMicroseconds,4:0} µs"
                + $" | ratio {ratio:0.00}");
        }

        ratios.Sort();
        Console.WriteLine($"close ÷ no-op: median {ratios[Rounds / 2]:0.00} (min {ratios[0]:0.00}, max {ratios[^1]:0.00}), goal ≥ 0.35");
    }

    /// <summary>Rows of running streams without a pull: what is measured is the close, not the children.</summary>
    private static async Task<string[]> SeedAsync(BenchServer server, string tenant)
    {
        var ids = Enumerable.Range(0, ClosesARound).Select(_ => Guid.NewGuid().ToString("N")).ToArray();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (id, token) =>
            await server.Store.SubmitAsync(
                new StreamRow
                {
                    Id = id,
                    Tenant = tenant,
                    SourceHash = id,
                    // Not the server's own node: nothing would end these rows, and its sweep would list them all every second.
                    Owner = "bench",
                    SubmittedAt = TimeProvider.System.GetUtcNow(),
                    Settings = new StreamSettings
                    {
                        AppId = "default",
                        EventId = "VIDEOSTREAM",
                        StreamType = "NORMAL",
                        Url = $"rtmp://source.example/live/{id}",
                        TokenId = "u",
                        ImageTypes = ["QRCODE"],
                        ImageCallback = "http://receiver.example/img",
                        Data = $$"""{"streamType":"NORMAL","url":"rtmp://source.example/live/{{id}}","tokenId":"u"}""",
                    },
                },
                int.MaxValue,
                token));
        return ids;
    }

    private static async Task<WebApplication> StartBaselineAsync()
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
        return application;
    }

    private static byte[] Request(Uri server, string path, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");
}
