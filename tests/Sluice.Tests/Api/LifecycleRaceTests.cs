using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Callbacks;
using Sluice.Tests.Pulling;

namespace Sluice.Tests.Api;

/// <summary>Two hundred callers at once over HTTP, with real pulls of a real source running beside.</summary>
public sealed class LifecycleRaceTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Callers = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closes_and_submits_of_one_source_never_leave_two_running_nor_a_wrong_count_nor_two_end_callbacks()
    {
        // Takes every connection and never answers: each pull stays what it is until it is stopped.
        await using var source = new RawHttpSource((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, 200);
        for (var round = 0; round < Soak.Rounds(3); round++)
        {
            await RaceAsync(new Random(round), $"http://{source.Address}/live/{round}.flv", receiver);
        }
    }

    private async Task RaceAsync(Random random, string url, Receiver receiver)
    {
        var key = await server.CreateKeyAsync();
        var seeds = Enumerable.Range(0, Callers).Select(_ => random.Next()).ToArray();
        var (accepted, named, mostRunning) = (new List<string>(), new List<string>(), 0);

        await Task.WhenAll(seeds.Select(seed => Task.Run(async () =>
        {
            var mine = new Random(seed);
            for (var again = 0; again < 2; again++)
            {
                await SubmitAndCloseAsync(mine);
            }
        })));

        Assert.InRange(mostRunning, 0, 1);
        Assert.True(accepted.Count > 1, "no close came between two submissions");
        Assert.Equal(accepted.Count, accepted.Distinct().Count());
        Assert.Subset(accepted.ToHashSet(), named.ToHashSet());
        var left = await server.Store.ListRunningAsync(key.Tenant.Name, null, null, Token);
        Assert.InRange(left.Count, 0, 1);
        Assert.Equal(left.Count, await ActiveAsync(key));

        foreach (var id in left)
        {
            await CloseAsync(key, id);
        }

        Assert.Equal(0, await ActiveAsync(key));
        await EndedAsync(key, accepted);

        async Task SubmitAndCloseAsync(Random mine)
        {
            var submitted = await SubmitAsync(key, url, receiver);
            var id = submitted.Detail?.DupRequestId ?? submitted.RequestId;
            lock (accepted)
            {
                (submitted.Code == ResponseCode.Success ? accepted : named).Add(id);
            }

            var running = await server.Store.ListRunningAsync(key.Tenant.Name, null, null, Token);
            lock (accepted)
            {
                mostRunning = Math.Max(mostRunning, running.Count);
            }

            // Some close at once, some twice, some as an operator, some not at all.
            for (var closes = mine.Next(3); closes > 0; closes--)
            {
                await (mine.Next(2) == 0 ? CloseAsync(key, id) : CloseByUrlAsync(key, url));
            }
        }
    }

    // Every stream ends with exactly one end callback for frames and one for sound, and each is delivered.
    private async Task EndedAsync(KeyRow key, IReadOnlyList<string> streams)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        foreach (var id in streams)
        {
            StreamRow stream;
            IReadOnlyList<CallbackSummary> callbacks;
            do
            {
                stream = (await server.Store.FindStreamAsync(id, patience.Token))!;
                callbacks = await server.Store.ListCallbacksAsync(new CallbackFilter(key.Tenant.Name, id, null, null, 500), patience.Token);
            }
            while (stream.State != StreamState.Ended || callbacks.Any(callback => callback.State == CallbackState.Pending));

            Assert.Equal([1, 2], callbacks.Where(callback => callback.Kind == CallbackKind.End).Select(callback => callback.ContentType).Order());
            Assert.All(callbacks, callback => Assert.Equal(CallbackState.Delivered, callback.State));
            Assert.Contains(stream.EndReason, new[] { EndReason.ClosedByClient, EndReason.Operator });
        }
    }

    private async Task<Answer> SubmitAsync(KeyRow key, string url, Receiver receiver)
    {
        var body = Submissions.Valid(key.AccessKey)
            .With("data.url", JsonValue.Create(url).ToJsonString())
            .With("data.returnFinishInfo", "1")
            .With("imgCallback", JsonValue.Create(receiver.Url + "/img").ToJsonString())
            .With("audioType", "\"DIRTY\"")
            .With("audioCallback", JsonValue.Create(receiver.Url + "/audio").ToJsonString());
        var answer = await server.CallAsync(VideoStreamRequest.Path, body.ToJsonString());
        Assert.Equal(answer.Code == ResponseCode.Success ? null : 1001, answer.Detail?.ErrorCode);
        return answer;
    }

    private async Task CloseAsync(KeyRow key, string id)
    {
        var answer = await server.CallAsync(
            FinishVideoStreamRequest.Path, new JsonObject { ["accessKey"] = key.AccessKey, ["requestId"] = id }.ToJsonString());
        Assert.Equal(ResponseCode.Success, answer.Code);
    }

    private async Task CloseByUrlAsync(KeyRow key, string url)
    {
        var body = new JsonObject { ["accessKey"] = key.AccessKey, ["url"] = url };
        using var response = await server.SendAsync(CloseStreamsRequest.Path, JsonSerializer.SerializeToUtf8Bytes(body));
        var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(Token), ProtocolJson.Wire.CloseStreamsAnswer)!;
        Assert.All(answer.Results, result => Assert.Equal(ResponseCode.Success, result.Code));
    }

    private async Task<int> ActiveAsync(KeyRow key) => (await server.Store.FindKeyAsync(key.AccessKey, Token))!.Tenant.ActiveStreams;
}
