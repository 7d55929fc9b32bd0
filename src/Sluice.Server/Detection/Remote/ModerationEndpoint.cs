using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// OpenAI's <c>POST /v1/moderations</c>, and those who speak it: one picture a call, since that is all that it takes, and a score for each
/// category, whether or not it is flagged.
/// </summary>
internal sealed class ModerationEndpoint(RemoteClient client, string model, OwnMapping mapping) : IRemoteModel
{
    private const string Path = "v1/moderations";

    // Base64 has a plus sign, which would be escaped.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IReadOnlyList<Finding>> AskAsync(Picture picture, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(Path, Question(picture), cancellationToken).ConfigureAwait(false);
        var scores = Scores(answer.RootElement);
        return mapping.Findings(category => Score(scores, category));
    }

    private ReadOnlyMemoryContent Question(Picture picture)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("input");
            writer.WriteStartObject();
            writer.WriteString("type", "image_url");
            writer.WriteStartObject("image_url");
            writer.WriteString("url", $"data:image/jpeg;base64,{Convert.ToBase64String(PictureJpeg.Write(picture))}");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static JsonElement Scores(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object &&
        answer.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array && results.GetArrayLength() == 1 &&
        results[0].ValueKind == JsonValueKind.Object &&
        results[0].TryGetProperty("category_scores", out var scores) && scores.ValueKind == JsonValueKind.Object
            ? scores
            : throw Bad("the answer has no one result with category_scores");

    private static double Score(JsonElement scores, string category) =>
        scores.TryGetProperty(category, out var score) && score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out var number) &&
        ClassifierOutput.IsProbability(number)
            ? Math.Clamp(number, 0, 1)
            : throw Bad($"the answer has no score from 0 to 1 for '{category}'");

    private static RemoteException Bad(string message) => new(CallOutcome.BadAnswer, message);
}
