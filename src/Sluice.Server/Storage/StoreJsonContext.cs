using System.Text.Json.Serialization;
using Sluice.Server.Lists;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>
/// The JSON that the store keeps. Members are only ever added, since rows of older versions are read for days. A member
/// that an older row lacks reads as the default of its type, not as its initializer says (a list as null): a schema script
/// has to fill it in where that matters.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamSettings))]
[JsonSerializable(typeof(StreamProgress))]
[JsonSerializable(typeof(ListSettings))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
