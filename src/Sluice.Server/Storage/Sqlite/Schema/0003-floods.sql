-- How many results a minute a stream of the tenant may have of one label, 0 for any number, and whether similar frames are left out.
ALTER TABLE tenants ADD COLUMN flood_limit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN similarity_dedup INTEGER NOT NULL DEFAULT 0;
