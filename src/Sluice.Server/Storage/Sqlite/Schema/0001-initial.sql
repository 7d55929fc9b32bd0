-- Times are Unix milliseconds, enumerations their numbers, lists and records JSON.

CREATE TABLE tenants (
    name             TEXT    NOT NULL PRIMARY KEY,
    applications     TEXT    NOT NULL,
    max_qps          INTEGER NOT NULL,
    max_streams      INTEGER NOT NULL,
    active           INTEGER NOT NULL DEFAULT 0 CHECK (active >= 0),
    language         INTEGER NOT NULL,
    secret_key       TEXT    NOT NULL,
    callback_secrets TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_keys (
    access_key  TEXT    NOT NULL PRIMARY KEY,
    tenant      TEXT    NOT NULL REFERENCES tenants (name),
    permissions INTEGER NOT NULL,
    enabled     INTEGER NOT NULL,
    expires_at  INTEGER,
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE streams (
    ordinal      INTEGER NOT NULL PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    tenant       TEXT    NOT NULL,
    source_hash  TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    end_reason   INTEGER NOT NULL,
    error_code   INTEGER NOT NULL,
    owner        TEXT    NOT NULL,
    epoch        INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    closed_at    INTEGER,
    ended_at     INTEGER,
    progress     TEXT    NOT NULL
) STRICT;

-- Running: two streams of a tenant never share a source.
CREATE UNIQUE INDEX streams_running ON streams (tenant, source_hash) WHERE state < 4;
CREATE INDEX streams_unended ON streams (owner, state) WHERE state < 5;
CREATE INDEX streams_ended ON streams (ended_at) WHERE state = 5;

-- Apart from the row that changes all the time: a submission may be 1 MiB, and an update writes its whole row.
CREATE TABLE stream_settings (
    stream_id TEXT NOT NULL PRIMARY KEY,
    settings  TEXT NOT NULL
) STRICT;

CREATE TABLE callbacks (
    ordinal      INTEGER NOT NULL PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    stream_id    TEXT    NOT NULL,
    tenant       TEXT    NOT NULL,
    content_type INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    last_error   TEXT,
    url          TEXT    NOT NULL,
    body         BLOB    NOT NULL
) STRICT;

CREATE INDEX callbacks_due ON callbacks (due_at) WHERE state = 0;
-- Serves the gate of end callbacks, the counts of a stream and the forgetting of it.
CREATE INDEX callbacks_of_stream ON callbacks (stream_id, state, content_type, kind);

-- Counting a million delivered rows would read them all: these are kept exact by the triggers.
CREATE TABLE callback_counts (
    state INTEGER NOT NULL PRIMARY KEY,
    total INTEGER NOT NULL
) STRICT;

INSERT INTO callback_counts (state, total) VALUES (0, 0), (1, 0), (2, 0);

CREATE TRIGGER callbacks_counted AFTER INSERT ON callbacks
BEGIN
    UPDATE callback_counts SET total = total + 1 WHERE state = new.state;
END;

CREATE TRIGGER callbacks_recounted AFTER UPDATE OF state ON callbacks WHEN old.state <> new.state
BEGIN
    UPDATE callback_counts SET total = total - 1 WHERE state = old.state;
    UPDATE callback_counts SET total = total + 1 WHERE state = new.state;
END;

CREATE TRIGGER callbacks_uncounted AFTER DELETE ON callbacks
BEGIN
    UPDATE callback_counts SET total = total - 1 WHERE state = old.state;
END;

-- One row that a readiness check writes.
CREATE TABLE health (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    checked_at INTEGER NOT NULL
) STRICT;

INSERT INTO health (id, checked_at) VALUES (1, 0);
