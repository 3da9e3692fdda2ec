-- Events of frames: an object that entered a zone, crossed a line, stayed too long. The columns of 0001 stay for what an engine says of itself.
-- Rows expire by at, the time of arrival; captured_at is the time an event tells of.

ALTER TABLE events ADD COLUMN IF NOT EXISTS run UUID;
ALTER TABLE events ADD COLUMN IF NOT EXISTS frame UInt64;
ALTER TABLE events ADD COLUMN IF NOT EXISTS frame_id UUID;
ALTER TABLE events ADD COLUMN IF NOT EXISTS pts Nullable(Int64);
ALTER TABLE events ADD COLUMN IF NOT EXISTS pts_time Nullable(Float64);
ALTER TABLE events ADD COLUMN IF NOT EXISTS captured_at DateTime64(6, 'UTC');
ALTER TABLE events ADD COLUMN IF NOT EXISTS place LowCardinality(String);
ALTER TABLE events ADD COLUMN IF NOT EXISTS track Nullable(Int64);
ALTER TABLE events ADD COLUMN IF NOT EXISTS label LowCardinality(String);
ALTER TABLE events ADD COLUMN IF NOT EXISTS direction LowCardinality(String);
ALTER TABLE events ADD COLUMN IF NOT EXISTS reason LowCardinality(String);
ALTER TABLE events ADD COLUMN IF NOT EXISTS values Map(LowCardinality(String), Float64);
