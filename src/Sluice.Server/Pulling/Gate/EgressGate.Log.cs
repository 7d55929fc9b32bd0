using Microsoft.Extensions.Logging;

namespace Sluice.Server.Pulling.Gate;

internal sealed partial class EgressGate
{
    [LoggerMessage(EventName = "EgressRefused", Level = LogLevel.Warning, Message = "Stream {Stream}: a connection was refused: {Reason}")]
    private partial void LogRefused(string stream, string reason);

    [LoggerMessage(EventName = "EgressNotAccepted", Level = LogLevel.Warning, Message = "The gate could not accept a child's connection")]
    private partial void LogNotAccepted(Exception exception);
}
