using Microsoft.Extensions.Logging;

namespace Sluice.Server.Verdicts.Policies;

internal sealed partial class PolicyKeeper
{
    [LoggerMessage(EventName = "PolicyLoaded", Level = LogLevel.Information, Message = "The policy is {Source}: version {Version}, {Overrides} overrides")]
    private partial void LogLoaded(string source, string version, int overrides);

    [LoggerMessage(
        EventName = "PolicyRefused",
        Level = LogLevel.Error,
        Message = "The policy was changed and has {Count} errors, so version {Version} stays in force: {Errors}")]
    private partial void LogRefused(string version, string errors, int count);

    [LoggerMessage(
        EventName = "PolicyRestored", Level = LogLevel.Information, Message = "The policy {File} is again what is in force: version {Version}")]
    private partial void LogRestored(string file, string version);
}
