using Microsoft.Extensions.Logging;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class GroupCommitWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Writes to the store fail")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write was refused, the store itself works; {Held} earlier ones were not logged")]
    private partial void LogRefused(Exception exception, int held);

    [LoggerMessage(Level = LogLevel.Information, Message = "Writes to the store work again")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store's log could not be folded into its file at the end; nothing is lost")]
    private partial void LogCheckpointFailed(Exception exception);
}
