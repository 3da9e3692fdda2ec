-- What 'sluice bench capacity --store' found: a row a result, and a row a number of cameras that was tried on the way. Kept until somebody deletes them.

CREATE TABLE IF NOT EXISTS bench_results
(
    engine LowCardinality(String) COMMENT 'the box: engine.name of the graph',
    result UUID,
    at DateTime64(3, 'UTC'),
    bench LowCardinality(String) COMMENT 'capacity',
    graph LowCardinality(String) COMMENT 'file name',
    config LowCardinality(String) COMMENT 'the graph''s revision',
    models Map(LowCardinality(String), String) COMMENT 'SHA-256 by id',
    versions Map(LowCardinality(String), String),
    processor LowCardinality(String),
    cores Float64 COMMENT 'that the engine could use',
    memory_bytes UInt64,
    accelerators Array(String),
    load_before Float64,
    via LowCardinality(String),
    codec LowCardinality(String) COMMENT 'of the first clip, as are the next four',
    width UInt32,
    height UInt32,
    fps Float64,
    bit_rate UInt64,
    window_seconds Float64,
    p95_budget_ms Float64,
    cameras UInt32,
    cameras_with_reserve UInt32,
    is_most_tried UInt8,
    is_disturbed UInt8 COMMENT 'other programs took much of the box',
    limited_by LowCardinality(String) COMMENT 'empty where no resource showed two signs',
    worst_source String,
    worst_delivered Nullable(Float64),
    worst_lost Nullable(Float64),
    worst_p95_ms Nullable(Float64),
    cost_per_camera Nullable(Float64) COMMENT 'CPU seconds a second',
    cost_per_frame Nullable(Float64) COMMENT 'CPU seconds',
    cost_per_megapixel Nullable(Float64) COMMENT 'CPU seconds a frame',
    held_out_error Nullable(Float64),
    stage_us Map(LowCardinality(String), Float64) COMMENT 'CPU microseconds a frame, by part',
    json String COMMENT 'the whole of capacity.json' CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (engine, graph, at)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS bench_trials
(
    engine LowCardinality(String),
    result UUID,
    at DateTime64(3, 'UTC') COMMENT 'of the result',
    trial UInt32 COMMENT 'from 0, in the order they were made',
    cameras UInt32,
    holds UInt8,
    ended LowCardinality(String) COMMENT 'done, aborted, stalled, crashed or out_of_memory',
    seconds Float64,
    cores Float64 COMMENT 'in use on average',
    resident_bytes UInt64,
    worst_source String,
    worst_delivered Nullable(Float64),
    worst_lost Nullable(Float64),
    worst_p95_ms Nullable(Float64),
    reasons Array(String)
)
ENGINE = MergeTree
ORDER BY (engine, result, trial)
SETTINGS non_replicated_deduplication_window = 1000;
