-- What became of every frame, where frames were let go, and how long they waited and took. Durations are histograms: an array of upper
-- bounds in microseconds (within 9 %) beside an array of counts, so that any span of time can be merged and asked for any quantile:
-- quantileExactWeightedArray(0.95)(wait_us, wait_frames).

-- Frames that reached the sink, one by one; written only with frames: each.
CREATE TABLE IF NOT EXISTS frame_log
(
    engine LowCardinality(String),
    run UUID,
    source LowCardinality(String),
    frame UInt64 CODEC(Delta, ZSTD(1)),
    frame_id UUID,
    pts Nullable(Int64) CODEC(ZSTD(1)),
    pts_time Nullable(Float64) CODEC(ZSTD(1)),
    captured_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    arrived_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    clock LowCardinality(String) COMMENT 'whose clock captured_at is of',
    width UInt32 CODEC(ZSTD(1)),
    height UInt32 CODEC(ZSTD(1)),
    objects UInt32 CODEC(T64, ZSTD(1)),
    looked Bool COMMENT 'false where a detector left the frame out on purpose',
    config LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (engine, source, captured_at, frame)
TTL toDateTime(arrived_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

-- Frames that edges let go, by second: sum what is read, since merges may still be due. A frame may be let go on several branches.
CREATE TABLE IF NOT EXISTS drops
(
    engine LowCardinality(String),
    source LowCardinality(String),
    second DateTime('UTC'),
    edge LowCardinality(String),
    reason LowCardinality(String),
    frames UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree((frames))
PARTITION BY toYYYYMM(second)
ORDER BY (engine, source, second, edge, reason)
TTL second + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS source_stats
(
    engine LowCardinality(String),
    source LowCardinality(String),
    second DateTime('UTC') CODEC(Delta, ZSTD(1)),
    state LowCardinality(String),
    arrived UInt64 COMMENT 'frames in that second' CODEC(T64, ZSTD(1)),
    in_flight UInt64 COMMENT 'frames that have not ended yet' CODEC(T64, ZSTD(1)),
    lost_packets UInt64 CODEC(T64, ZSTD(1)),
    damaged UInt64 COMMENT 'pictures that the decoder called damaged' CODEC(T64, ZSTD(1)),
    latency_us Array(UInt32) COMMENT 'from arrival to the end of published frames' CODEC(ZSTD(1)),
    latency_frames Array(UInt32) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(second)
ORDER BY (engine, source, second)
TTL second + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS use LowCardinality(String);
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS faults UInt64;
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS queue_capacity UInt64;
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS wait_us Array(UInt32) COMMENT 'how long frames waited in front of it' CODEC(ZSTD(1));
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS wait_frames Array(UInt32) CODEC(ZSTD(1));
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS exec_us Array(UInt32) COMMENT 'how long its calls took' CODEC(ZSTD(1));
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS exec_calls Array(UInt32) CODEC(ZSTD(1));
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS accepted Nullable(UInt64) COMMENT 'a sink: in that second; NULL for other stages';
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS acknowledged Nullable(UInt64);
ALTER TABLE stage_stats ADD COLUMN IF NOT EXISTS spooled Nullable(UInt64) COMMENT 'a sink: waiting at the end of that second';
