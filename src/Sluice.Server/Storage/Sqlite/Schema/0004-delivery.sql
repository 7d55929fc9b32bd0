-- Scheme, host and port that a callback goes to: a receiver that fails is passed over as a whole.
ALTER TABLE callbacks ADD COLUMN endpoint TEXT NOT NULL DEFAULT '';

UPDATE callbacks SET endpoint = (
    SELECT scheme || '://' || host || CASE WHEN host LIKE '%:%' AND host NOT LIKE '%]' THEN '' WHEN scheme = 'https' THEN ':443' ELSE ':80' END
    FROM (
        SELECT scheme, lower(substr(authority, instr(authority, '@') + 1)) AS host
        FROM (
            SELECT lower(substr(url, 1, instr(url, '://') - 1)) AS scheme,
                   substr(rest, 1, min(instr(rest || '/', '/'), instr(rest || '?', '?')) - 1) AS authority
            FROM (SELECT substr(url, instr(url, '://') + 3) AS rest))));

-- What is due of one endpoint, in order, told from its index alone: a backlog of rows that may not begin is passed over in it.
DROP INDEX callbacks_due;
CREATE INDEX callbacks_due ON callbacks (endpoint, due_at, ordinal, attempts, kind, stream_id, content_type) WHERE state = 0;

-- due_at of a callback that is done is when it was.
CREATE INDEX callbacks_done ON callbacks (state, due_at) WHERE state <> 0;
