namespace Sluice.Server.Streams;

/// <summary>What states are called in protocol §8.</summary>
internal static class StreamStates
{
    /// <summary>In the order of <see cref="StreamState"/>.</summary>
    public static readonly string[] Names = ["submitted", "connecting", "pulling", "retrying", "closing", "ended"];

    public static string NameOf(StreamState state) => Names[(int)state];
}
