using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Operator;

/// <summary><c>POST /api/v1/streams/list</c> (protocol §8).</summary>
internal sealed class ListStreamsEndpoint(IStore store) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Query;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "state", "room", "limit", "after" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var state = parameters.OneOf("state", StreamStates.Names);
        var room = parameters.Optional("room", 64);
        var page = Page.Read(parameters);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var filter = new StreamFilter(
            key.Tenant.Name,
            state is null ? null : (StreamState)Array.IndexOf(StreamStates.Names, state),
            room,
            page.Before,
            page.Rows);
        var (rows, next) = page.Cut(
            await attempts.RunAsync(token => store.ListStreamsAsync(filter, token).AsTask()), stream => stream.Ordinal);
        return Outcome.Answered((id, message) => new ListStreamsAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Streams = [.. rows.Select(StreamView.Of)],
            Next = next,
        });
    }
}
