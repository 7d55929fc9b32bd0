using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Operator;

/// <summary>What states and reasons are called in protocol §8.</summary>
internal static class WireNames
{
    /// <summary>In the order of <see cref="CallbackState"/>.</summary>
    public static readonly string[] CallbackStates = ["pending", "delivered", "dead"];

    public static string Of(CallbackState state) => CallbackStates[(int)state];

    public static string Of(CallbackKind kind) => kind switch
    {
        CallbackKind.End => "end",
        CallbackKind.State => "state",
        _ => "segment",
    };

    /// <summary>Null while it has not ended.</summary>
    public static string? Of(EndReason reason) => reason switch
    {
        EndReason.ClosedByClient => "closedByClient",
        EndReason.SourceEnded => "sourceEnded",
        EndReason.PullFailed => "pullFailed",
        EndReason.Operator => "operator",
        _ => null,
    };
}
