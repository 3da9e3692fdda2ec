-- The first schema of the metadata store. One row form for the embedded store and for servers (ClickHouse 23.3 or later).
-- Rows expire by the time they were made (arrived_at and the like), not by the time they tell of: an old recording is as welcome as a camera.
-- non_replicated_deduplication_window lets a block that is sent twice be stored once.

CREATE TABLE IF NOT EXISTS engines
(
    engine LowCardinality(String),
    run UUID,
    started_at DateTime64(3, 'UTC'),
    host String,
    version LowCardinality(String),
    sources Array(String)
)
ENGINE = MergeTree
ORDER BY (engine, started_at)
TTL toDateTime(started_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS sources
(
    engine LowCardinality(String),
    run UUID,
    source LowCardinality(String),
    at DateTime64(3, 'UTC'),
    state LowCardinality(String) COMMENT 'flowing with its first frame, ended with its last',
    frames UInt64 COMMENT 'that reached the sink in this run until then'
)
ENGINE = MergeTree
ORDER BY (engine, source, at)
TTL toDateTime(at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

-- Frames by second and outcome: sum what is read, since merges may still be due.
CREATE TABLE IF NOT EXISTS frames
(
    engine LowCardinality(String),
    source LowCardinality(String),
    second DateTime('UTC') COMMENT 'of arrival',
    outcome LowCardinality(String),
    frames UInt64 CODEC(T64, ZSTD(1)),
    objects UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree((frames, objects))
PARTITION BY toYYYYMM(second)
ORDER BY (engine, source, second, outcome)
TTL second + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS objects
(
    engine LowCardinality(String),
    source LowCardinality(String),
    frame UInt64 CODEC(Delta, ZSTD(1)),
    frame_id UUID,
    pts Nullable(Int64) CODEC(ZSTD(1)),
    pts_time Nullable(Float64) CODEC(ZSTD(1)),
    captured_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    arrived_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    width UInt32 CODEC(ZSTD(1)),
    height UInt32 CODEC(ZSTD(1)),
    class_id Int32 CODEC(ZSTD(1)),
    label LowCardinality(String),
    score Float32 CODEC(ZSTD(1)),
    x1 Float32 CODEC(ZSTD(1)),
    y1 Float32 CODEC(ZSTD(1)),
    x2 Float32 CODEC(ZSTD(1)),
    y2 Float32 CODEC(ZSTD(1)),
    track Nullable(Int64) CODEC(ZSTD(1)),
    predicted Bool,
    model LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (engine, source, captured_at, frame)
TTL toDateTime(arrived_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS tracks
(
    engine LowCardinality(String),
    source LowCardinality(String),
    run UUID,
    track Int64,
    class_id Int32,
    label LowCardinality(String),
    first_frame UInt64,
    last_frame UInt64,
    first_seen DateTime64(6, 'UTC'),
    last_seen DateTime64(6, 'UTC'),
    hits UInt32,
    best_score Float32,
    first_box Array(Float32) COMMENT 'x1, y1, x2, y2 in pixels of the displayed frame',
    last_box Array(Float32),
    arrived_at DateTime64(6, 'UTC') COMMENT 'of the frame that ended it'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (engine, source, first_seen, track)
TTL toDateTime(arrived_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS keyframes
(
    engine LowCardinality(String),
    source LowCardinality(String),
    frame UInt64,
    frame_id UUID,
    pts Nullable(Int64),
    pts_time Nullable(Float64),
    captured_at DateTime64(6, 'UTC'),
    arrived_at DateTime64(6, 'UTC'),
    width UInt32,
    height UInt32,
    score Float32,
    reasons Map(LowCardinality(String), Float64),
    uri String COMMENT 'empty where no stage wrote the picture',
    embedding Array(Float32) CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (engine, source, captured_at, frame)
TTL toDateTime(arrived_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS events
(
    engine LowCardinality(String),
    source LowCardinality(String),
    at DateTime64(6, 'UTC'),
    kind LowCardinality(String),
    severity LowCardinality(String),
    text String,
    details Map(LowCardinality(String), String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (engine, source, kind, at)
TTL toDateTime(at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS stage_stats
(
    engine LowCardinality(String),
    stage LowCardinality(String),
    second DateTime('UTC'),
    frames_in UInt64,
    frames_out UInt64,
    busy_seconds Float64,
    batches UInt64,
    queue_frames UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(second)
ORDER BY (engine, stage, second)
TTL second + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS models
(
    engine LowCardinality(String),
    run UUID,
    model LowCardinality(String),
    loaded_at DateTime64(3, 'UTC'),
    path String,
    sha256 FixedString(64),
    family LowCardinality(String),
    labels Array(String)
)
ENGINE = MergeTree
ORDER BY (engine, model, loaded_at)
TTL toDateTime(loaded_at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;
