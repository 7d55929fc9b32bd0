using System.Text.Json.Serialization;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>The JSON that the store keeps. Members are only ever added: rows of older versions are read for days.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamSettings))]
[JsonSerializable(typeof(StreamProgress))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
