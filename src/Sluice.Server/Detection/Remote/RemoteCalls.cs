using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection.Remote;

/// <summary>Tells of calls to endpoints: each in the figures, a failure and what was left out once a minute and endpoint in the log.</summary>
internal sealed partial class RemoteCalls(DetectionMetrics metrics, TimeProvider time, ILogger<RemoteCalls> logger)
{
    // As many as there are configured models.
    private readonly ConcurrentDictionary<string, LogThrottle> _failed = [];
    private readonly ConcurrentDictionary<string, LogThrottle> _skipped = [];

    public void OnCall(RemoteCall call)
    {
        metrics.OnCall(call);
        if (call.Failure is { } failure && Passes(_failed, call, out var held))
        {
            LogFailed(call.Detector, call.Endpoint, failure, held);
        }

        if (call.Outcome is CallOutcome.OverBudget or CallOutcome.Busy && Passes(_skipped, call, out held))
        {
            LogSkipped(call.Detector, call.Endpoint, call.Outcome, held);
        }

        switch (call.Change)
        {
            case GateChange.Shut:
                LogShut(call.Detector, call.Endpoint);
                break;
            case GateChange.Opened:
                LogOpened(call.Detector, call.Endpoint);
                break;
        }
    }

    private bool Passes(ConcurrentDictionary<string, LogThrottle> throttles, RemoteCall call, out int held) =>
        throttles.GetOrAdd(call.Detector, _ => new LogThrottle(time)).TryPass(out held);

    [LoggerMessage(
        EventName = "RemoteModelSkipped",
        Level = LogLevel.Warning,
        Message = "Model {Detector} at {Endpoint} was not asked for a frame or sound: {Limit}. {Held} earlier ones were not logged")]
    private partial void LogSkipped(string detector, string endpoint, CallOutcome limit, int held);

    [LoggerMessage(
        EventName = "RemoteModelFailed",
        Level = LogLevel.Warning,
        Message = "Model {Detector} at {Endpoint} did not judge a frame or sound: {Failure}. {Held} earlier failures were not logged")]
    private partial void LogFailed(string detector, string endpoint, string failure, int held);

    [LoggerMessage(
        EventName = "RemoteModelSuspended",
        Level = LogLevel.Warning,
        Message = "Model {Detector} at {Endpoint} failed too often in a row: it is asked only after each pause")]
    private partial void LogShut(string detector, string endpoint);

    [LoggerMessage(EventName = "RemoteModelBack", Level = LogLevel.Information, Message = "Model {Detector} at {Endpoint} answers again")]
    private partial void LogOpened(string detector, string endpoint);
}
