using Microsoft.Extensions.Logging;

namespace Sluice.Server.Api.Calls;

internal sealed partial class ApiPipeline
{
    [LoggerMessage(LogLevel.Error, "{Path} answered 1903: both attempts failed; {Held} earlier ones were not logged")]
    private partial void LogServiceFailure(string path, Exception exception, int held);

    [LoggerMessage(LogLevel.Critical, "{Path} answered 1903 for a fault of the server itself")]
    private partial void LogFault(string path, Exception exception);
}
