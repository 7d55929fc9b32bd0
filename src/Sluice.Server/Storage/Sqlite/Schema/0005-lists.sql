-- A tenant's own lists; the settings are JSON. The count of entries is kept exact by whoever adds and removes them.
CREATE TABLE lists (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    tenant     TEXT    NOT NULL REFERENCES tenants (name),
    name       TEXT    NOT NULL,
    settings   TEXT    NOT NULL,
    entries    INTEGER NOT NULL DEFAULT 0 CHECK (entries >= 0),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (tenant, name)
) STRICT;

CREATE TABLE list_entries (
    list  INTEGER NOT NULL,
    entry TEXT    NOT NULL,
    PRIMARY KEY (list, entry)
) STRICT, WITHOUT ROWID;

-- Raised by every change of the tenant's lists; it stays when the last one goes.
CREATE TABLE list_versions (
    tenant  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
