-- Streams are listed and closed by room.
ALTER TABLE streams ADD COLUMN room TEXT;

UPDATE streams SET room = (SELECT json_extract(x.settings, '$.Room') FROM stream_settings x WHERE x.stream_id = streams.id);

-- A tenant's streams, newest first. None of these columns ever changes, so that a close pays nothing for them.
CREATE INDEX streams_of_tenant ON streams (tenant);
CREATE INDEX streams_of_room ON streams (tenant, room) WHERE room IS NOT NULL;

-- The age of a callback that was asked for again counts from here.
ALTER TABLE callbacks ADD COLUMN replayed_at INTEGER;

CREATE INDEX callbacks_of_tenant ON callbacks (tenant, state);
