using System.Text.Json.Serialization;

namespace Sluice.Server.Speech.Workers;

/// <summary>What is said as JSON between the server and a recogniser's process.</summary>
[JsonSerializable(typeof(WorkerSetup))]
[JsonSerializable(typeof(Transcript))]
internal sealed partial class WorkerJson : JsonSerializerContext;
