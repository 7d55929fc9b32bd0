using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Admission;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Api.Submission;
using Sluice.Server.Detection;
using Sluice.Server.Speech;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Api;

/// <summary><c>POST /videostream/v4</c> (protocol §3).</summary>
internal sealed class SubmitEndpoint(
    IStore store,
    INodeMessenger nodes,
    SubmissionReader reader,
    DetectorCatalog detectors,
    LoadWatch load,
    AdmissionMetrics admission,
    TimeProvider time,
    ITranscriber transcriber) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Submit;

    public IReadOnlySet<string> Parameters => SubmissionReader.Parameters;

    public MessageLanguage? LanguageOf(JsonElement body) =>
        body.TryGetProperty("acceptLang", out var value) && value.ValueKind == JsonValueKind.String
            ? value.ValueEquals("zh") ? MessageLanguage.Chinese : value.ValueEquals("en") ? MessageLanguage.English : null
            : null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var settings = reader.Read(parameters, key.Tenant);
        if (settings is null)
        {
            return Outcome.Invalid(parameters.Reason!);
        }

        var stream = new StreamRow
        {
            Id = ApiPipeline.NewRequestId(),
            Tenant = key.Tenant.Name,
            SourceHash = SourceHash.Of(settings.StreamType, settings.Url),
            Owner = nodes.Self,
            SubmittedAt = time.GetUtcNow(),
            Settings = settings,
        };

        // Durable before the answer. A second attempt brings the same id, so it never meets itself as a duplicate.
        var result = await attempts.RunAsync(token => store.SubmitAsync(stream, load.MostStreams, token));
        switch (result.Status)
        {
            case SubmitStatus.Duplicate:
                return new Outcome(ResponseCode.InvalidParameters, new AnswerDetail
                {
                    Reason = "url: already being moderated",
                    ErrorCode = AnswerDetail.Duplicate,
                    ErrorCodeLowerCase = AnswerDetail.Duplicate,
                    DupRequestId = result.RunningId,
                });
            case SubmitStatus.LimitReached:
                return Outcome.Refused(
                    ResponseCode.StreamCountLimitExceeded, $"accessKey: at most {key.Tenant.MaxStreams} concurrent streams");
            case SubmitStatus.OwnerFull:
                admission.OnRefused();
                return Outcome.Refused(
                    ResponseCode.StreamCountLimitExceeded, load.Overload ?? "this node has no room for one more stream");
            default:
                nodes.TellSubmitted(stream);
                return new Outcome(ResponseCode.Success, NoDetectorFor(settings), stream.Id);
        }
    }

    private AnswerDetail? NoDetectorFor(StreamSettings settings)
    {
        var missing = detectors.WithoutDetector(
            settings.ImageTypes,
            settings.ImageBusinessTypes,
            settings.AudioTypes,
            settings.AudioBusinessTypes,
            transcriber.Languages.Contains(settings.ContentLanguage),
            transcriber.TellsLanguage(settings.ContentLanguage));
        return missing.Count == 0 ? null : new AnswerDetail { NoDetectorFor = missing };
    }
}
