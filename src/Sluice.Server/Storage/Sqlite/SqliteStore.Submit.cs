using System.Text.Json;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    public Task<SubmitResult> SubmitAsync(StreamRow stream, int mostOfOwner, CancellationToken cancellationToken)
    {
        // On the caller's thread: the writer's is the one that all wait for.
        var settings = JsonSerializer.Serialize(stream.Settings, StoreJsonContext.Default.StreamSettings);
        var progress = ToJson(stream.Progress);
        return _writer.WriteAsync(session => Submit(session, stream, mostOfOwner, settings, progress), cancellationToken);
    }

    private static SubmitResult Submit(SqliteSession session, StreamRow stream, int mostOfOwner, string settings, string progress)
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

        if (!HasRoom(session, stream.Owner, mostOfOwner))
            return new SubmitResult(SubmitStatus.OwnerFull);

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

    // Counted from an index, and only where there is a limit: the count of a limited node is not large.
    private static bool HasRoom(SqliteSession session, string owner, int most) => most == int.MaxValue
        || session.Number("SELECT COUNT(*) FROM streams WHERE owner = $owner AND state < 4", ("$owner", owner)) < most;
}
