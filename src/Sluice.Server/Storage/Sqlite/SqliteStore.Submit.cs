using System.Text.Json;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    public Task<SubmitResult> SubmitAsync(StreamRow stream, CancellationToken cancellationToken)
    {
        // On the caller's thread: the writer's is the one that all wait for.
        var settings = JsonSerializer.Serialize(stream.Settings, StoreJsonContext.Default.StreamSettings);
        var progress = ToJson(stream.Progress);
        return _writer.WriteAsync(session => Submit(session, stream, settings, progress), cancellationToken);
    }

    private static SubmitResult Submit(SqliteSession session, StreamRow stream, string settings, string progress)
    {
        if (FindHead(session, stream.Id) is { } same)
        {
            return same.Tenant == stream.Tenant
                ? new SubmitResult(SubmitStatus.Accepted)
                : throw new StoreException("The stream id exists already, for another tenant.");
        }

        // Running, as StreamTransitions has it: the index that keeps sources apart says the same.
        var running = session.First(
            "SELECT id FROM streams WHERE tenant = $tenant AND source_hash = $hash AND state < 4",
            reader => reader.GetString(0),
            ("$tenant", stream.Tenant),
            ("$hash", stream.SourceHash));
        if (running is not null)
            return new SubmitResult(SubmitStatus.Duplicate, running);

        var raised = session.Execute(
            "UPDATE tenants SET active = active + 1 WHERE name = $name AND active < max_streams", ("$name", stream.Tenant));
        if (raised == 0)
            return new SubmitResult(SubmitStatus.LimitReached);

        session.Execute(
            """
            INSERT INTO streams (id, tenant, source_hash, state, end_reason, error_code, owner, epoch,
                                 submitted_at, closed_at, ended_at, progress, room)
            VALUES ($id, $tenant, $hash, $state, $reason, $error, $owner, $epoch, $submitted, NULL, NULL, $progress, $room)
            """,
            ("$id", stream.Id),
            ("$tenant", stream.Tenant),
            ("$hash", stream.SourceHash),
            ("$state", (int)stream.State),
            ("$reason", (int)stream.EndReason),
            ("$error", stream.ErrorCode),
            ("$owner", stream.Owner),
            ("$epoch", stream.Epoch),
            ("$submitted", stream.SubmittedAt.Column()),
            ("$progress", progress),
            ("$room", stream.Settings.Room));
        session.Execute(
            "INSERT INTO stream_settings (stream_id, settings) VALUES ($id, $settings)",
            ("$id", stream.Id),
            ("$settings", settings));
        return new SubmitResult(SubmitStatus.Accepted);
    }
}
