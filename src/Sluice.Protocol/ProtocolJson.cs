using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>How the protocol's types become JSON and back, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(VideoStreamRequest))]
[JsonSerializable(typeof(VideoStreamData))]
[JsonSerializable(typeof(FinishVideoStreamRequest))]
[JsonSerializable(typeof(ListStreamsRequest))]
[JsonSerializable(typeof(ListStreamsAnswer))]
[JsonSerializable(typeof(ShowStreamRequest))]
[JsonSerializable(typeof(ShowStreamAnswer))]
[JsonSerializable(typeof(CloseStreamsRequest))]
[JsonSerializable(typeof(CloseStreamsAnswer))]
[JsonSerializable(typeof(ListCallbacksRequest))]
[JsonSerializable(typeof(ListCallbacksAnswer))]
[JsonSerializable(typeof(ReplayCallbacksRequest))]
[JsonSerializable(typeof(ReplayCallbacksAnswer))]
[JsonSerializable(typeof(ListInfo[]))]
[JsonSerializable(typeof(CreateListRequest))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(ListListsRequest))]
[JsonSerializable(typeof(ListListsAnswer))]
[JsonSerializable(typeof(ShowListRequest))]
[JsonSerializable(typeof(ShowListAnswer))]
[JsonSerializable(typeof(ImportListRequest))]
[JsonSerializable(typeof(ImportListAnswer))]
[JsonSerializable(typeof(RemoveEntriesRequest))]
[JsonSerializable(typeof(RemoveEntriesAnswer))]
[JsonSerializable(typeof(DeleteListRequest))]
[JsonSerializable(typeof(FrameCallback))]
[JsonSerializable(typeof(AudioCallback))]
[JsonSerializable(typeof(EndCallback))]
[JsonSerializable(typeof(StateCallback))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>Use this one: it leaves Chinese and Arabic text and URLs readable.</summary>
    public static ProtocolJson Wire => Readable.Context;

    // A holder of its own, since Default must exist before it is copied.
    private static class Readable
    {
        public static readonly ProtocolJson Context = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
