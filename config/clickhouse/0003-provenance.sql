-- Where a row comes from: the run and the graph that made it, the model and its file, what further models said of an object.
-- config is the first 16 hex digits of the graph's SHA-256 (whole in engines), model_hash those of the model file's (whole in models).

ALTER TABLE engines ADD COLUMN IF NOT EXISTS config String;
ALTER TABLE engines ADD COLUMN IF NOT EXISTS graph String;

ALTER TABLE sources ADD COLUMN IF NOT EXISTS reason LowCardinality(String) COMMENT 'why it was lost or could not be opened; empty for none';
ALTER TABLE sources ADD COLUMN IF NOT EXISTS side LowCardinality(String) COMMENT 'whose fault that was';
ALTER TABLE sources ADD COLUMN IF NOT EXISTS reconnects UInt64;
ALTER TABLE sources ADD COLUMN IF NOT EXISTS error String;

ALTER TABLE objects ADD COLUMN IF NOT EXISTS run UUID;
ALTER TABLE objects ADD COLUMN IF NOT EXISTS config LowCardinality(String);
ALTER TABLE objects ADD COLUMN IF NOT EXISTS model_hash LowCardinality(String);
ALTER TABLE objects ADD COLUMN IF NOT EXISTS attributes Map(LowCardinality(String), String) COMMENT 'what classifiers said, by what was asked';
ALTER TABLE objects ADD COLUMN IF NOT EXISTS attribute_scores Map(LowCardinality(String), Float32);
ALTER TABLE objects ADD COLUMN IF NOT EXISTS keypoints Array(Float32) COMMENT 'x, y, score of each landmark, pixels of the displayed frame' CODEC(ZSTD(1));
ALTER TABLE objects ADD COLUMN IF NOT EXISTS mask_width UInt16 COMMENT 'columns of the grid over the box; 0 for none' CODEC(ZSTD(1));
ALTER TABLE objects ADD COLUMN IF NOT EXISTS mask Array(UInt8) COMMENT 'cells of the grid, row after row, 0 outside to 255 inside' CODEC(ZSTD(1));
ALTER TABLE objects ADD COLUMN IF NOT EXISTS embedding Array(Float32) COMMENT 'unit vector of its appearance; empty for none' CODEC(ZSTD(1));

ALTER TABLE tracks ADD COLUMN IF NOT EXISTS config LowCardinality(String);

ALTER TABLE keyframes ADD COLUMN IF NOT EXISTS run UUID;
ALTER TABLE keyframes ADD COLUMN IF NOT EXISTS config LowCardinality(String);

ALTER TABLE events ADD COLUMN IF NOT EXISTS config LowCardinality(String);
