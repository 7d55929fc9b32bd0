using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Streams;

namespace Sluice.Benchmarks;

/// <summary>Rows of running streams without a pull, and the close of each: what is measured is the close, not the children.</summary>
internal static class SeededCloses
{
    public static async Task<byte[][]> CreateAsync(BenchServer server, KeyRow key, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid().ToString("N")).ToArray();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (id, token) =>
            await server.Store.SubmitAsync(RowOf(id, key.Tenant.Name), int.MaxValue, token));
        return [.. ids.Select(id => LoadConnection.Request(
            server.Url, FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{id}}"}"""))];
    }

    private static StreamRow RowOf(string id, string tenant) => new()
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
    };
}
