using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Operator;

/// <summary><c>POST /api/v1/streams/close</c> (protocol §8): each stream as one close of it would be closed, by an operator of its tenant.</summary>
internal sealed class CloseStreamsEndpoint(IStore store, INodeMessenger nodes, TimeProvider time) : IApiOperation
{
    private const int MostIds = 100;

    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "requestIds", "room", "url", "all" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var ids = parameters.Strings("requestIds", MostIds, 32);
        var room = parameters.Optional("room", 64);
        var url = parameters.Optional("url", 600);
        var all = parameters.Flag("all");
        if ((ids is null ? 0 : 1) + (room is null ? 0 : 1) + (url is null ? 0 : 1) + (all ? 1 : 0) != 1)
        {
            parameters.Fail("requestIds", "exactly one of requestIds, room, url and all is needed");
        }

        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var tenant = key.Tenant.Name;
        var hash = url is null ? null : SourceHash.Of("NORMAL", url);
        ids ??= await attempts.RunAsync(token => store.ListRunningAsync(tenant, room, hash, token).AsTask());

        // A chunk shares a commit or two, and is what an attempt repeats.
        var results = new List<StreamCloseResult>(ids.Count);
        foreach (var chunk in ids.Chunk(MostIds))
        {
            results.AddRange(await attempts.RunAsync(token => Task.WhenAll(chunk.Select(id => CloseAsync(id, tenant, token)))));
        }

        return Outcome.Answered((id, message) => new CloseStreamsAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Results = results,
        });
    }

    private async Task<StreamCloseResult> CloseAsync(string streamId, string tenant, CancellationToken cancellationToken)
    {
        var result = await store.CloseAsync(streamId, tenant, EndReason.Operator, time.GetUtcNow(), cancellationToken);
        if (result.Decision == CloseDecision.Accepted)
        {
            nodes.TellClosing(result.Owner!, streamId);
        }

        return new StreamCloseResult
        {
            RequestId = streamId,
            Code = CloseCodes.Of(result.Decision),
        };
    }
}
