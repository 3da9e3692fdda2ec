-- Per minute, and from those per hour, kept by materialized views while rows come. Columns are sums, maxima or states: add them up with
-- sum, max, uniqMerge, quantilesTDigestWeightedArrayMerge and GROUP BY, since merges may still be due.

CREATE TABLE IF NOT EXISTS objects_per_minute
(
    engine LowCardinality(String),
    source LowCardinality(String),
    label LowCardinality(String),
    minute DateTime('UTC') COMMENT 'of capture',
    objects SimpleAggregateFunction(sum, UInt64),
    score SimpleAggregateFunction(sum, Float64),
    tracks AggregateFunction(uniq, UUID, Nullable(Int64)),
    arrived_at SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, source, label, minute)
TTL arrived_at + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS objects_per_hour
(
    engine LowCardinality(String),
    source LowCardinality(String),
    label LowCardinality(String),
    hour DateTime('UTC') COMMENT 'of capture',
    objects SimpleAggregateFunction(sum, UInt64),
    score SimpleAggregateFunction(sum, Float64),
    tracks AggregateFunction(uniq, UUID, Nullable(Int64)),
    arrived_at SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, source, label, hour)
TTL arrived_at + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS objects_into_minutes TO objects_per_minute AS
SELECT engine, source, label, toStartOfMinute(captured_at) AS minute, count() AS objects, sum(toFloat64(objects.score)) AS score,
    uniqState(run, track) AS tracks, toDateTime(max(objects.arrived_at), 'UTC') AS arrived_at
FROM objects
GROUP BY engine, source, label, minute;

CREATE MATERIALIZED VIEW IF NOT EXISTS objects_into_hours TO objects_per_hour AS
SELECT engine, source, label, toStartOfHour(minute) AS hour, sum(objects_per_minute.objects) AS objects, sum(objects_per_minute.score) AS score,
    uniqMergeState(objects_per_minute.tracks) AS tracks, max(objects_per_minute.arrived_at) AS arrived_at
FROM objects_per_minute
GROUP BY engine, source, label, hour;

CREATE TABLE IF NOT EXISTS frames_per_minute
(
    engine LowCardinality(String),
    source LowCardinality(String),
    outcome LowCardinality(String),
    minute DateTime('UTC'),
    frames UInt64,
    objects UInt64
)
ENGINE = SummingMergeTree((frames, objects))
ORDER BY (engine, source, outcome, minute)
TTL minute + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS frames_per_hour
(
    engine LowCardinality(String),
    source LowCardinality(String),
    outcome LowCardinality(String),
    hour DateTime('UTC'),
    frames UInt64,
    objects UInt64
)
ENGINE = SummingMergeTree((frames, objects))
ORDER BY (engine, source, outcome, hour)
TTL hour + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS frames_into_minutes TO frames_per_minute AS
SELECT engine, source, outcome, toStartOfMinute(second) AS minute, sum(frames.frames) AS frames, sum(frames.objects) AS objects
FROM frames
GROUP BY engine, source, outcome, minute;

CREATE MATERIALIZED VIEW IF NOT EXISTS frames_into_hours TO frames_per_hour AS
SELECT engine, source, outcome, toStartOfHour(minute) AS hour, sum(frames_per_minute.frames) AS frames, sum(frames_per_minute.objects) AS objects
FROM frames_per_minute
GROUP BY engine, source, outcome, hour;

CREATE TABLE IF NOT EXISTS events_per_minute
(
    engine LowCardinality(String),
    source LowCardinality(String),
    kind LowCardinality(String),
    place LowCardinality(String),
    label LowCardinality(String),
    direction LowCardinality(String),
    minute DateTime('UTC') COMMENT 'of arrival',
    events UInt64
)
ENGINE = SummingMergeTree((events))
ORDER BY (engine, source, kind, place, label, direction, minute)
TTL minute + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS events_per_hour
(
    engine LowCardinality(String),
    source LowCardinality(String),
    kind LowCardinality(String),
    place LowCardinality(String),
    label LowCardinality(String),
    direction LowCardinality(String),
    hour DateTime('UTC') COMMENT 'of arrival',
    events UInt64
)
ENGINE = SummingMergeTree((events))
ORDER BY (engine, source, kind, place, label, direction, hour)
TTL hour + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_into_minutes TO events_per_minute AS
SELECT engine, source, kind, place, label, direction, toStartOfMinute(at) AS minute, count() AS events
FROM events
GROUP BY engine, source, kind, place, label, direction, minute;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_into_hours TO events_per_hour AS
SELECT engine, source, kind, place, label, direction, toStartOfHour(minute) AS hour, sum(events_per_minute.events) AS events
FROM events_per_minute
GROUP BY engine, source, kind, place, label, direction, hour;

CREATE TABLE IF NOT EXISTS source_stats_per_minute
(
    engine LowCardinality(String),
    source LowCardinality(String),
    minute DateTime('UTC'),
    arrived SimpleAggregateFunction(sum, UInt64),
    in_flight SimpleAggregateFunction(max, UInt64),
    lost_packets SimpleAggregateFunction(sum, UInt64),
    damaged SimpleAggregateFunction(sum, UInt64),
    latency AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds'
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, source, minute)
TTL minute + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS source_stats_per_hour
(
    engine LowCardinality(String),
    source LowCardinality(String),
    hour DateTime('UTC'),
    arrived SimpleAggregateFunction(sum, UInt64),
    in_flight SimpleAggregateFunction(max, UInt64),
    lost_packets SimpleAggregateFunction(sum, UInt64),
    damaged SimpleAggregateFunction(sum, UInt64),
    latency AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds'
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, source, hour)
TTL hour + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS source_stats_into_minutes TO source_stats_per_minute AS
SELECT engine, source, toStartOfMinute(second) AS minute, sum(source_stats.arrived) AS arrived, max(source_stats.in_flight) AS in_flight,
    sum(source_stats.lost_packets) AS lost_packets, sum(source_stats.damaged) AS damaged,
    quantilesTDigestWeightedArrayState(0.5, 0.95, 0.99)(latency_us, latency_frames) AS latency
FROM source_stats
GROUP BY engine, source, minute;

CREATE MATERIALIZED VIEW IF NOT EXISTS source_stats_into_hours TO source_stats_per_hour AS
SELECT engine, source, toStartOfHour(minute) AS hour, sum(source_stats_per_minute.arrived) AS arrived,
    max(source_stats_per_minute.in_flight) AS in_flight, sum(source_stats_per_minute.lost_packets) AS lost_packets,
    sum(source_stats_per_minute.damaged) AS damaged,
    quantilesTDigestWeightedArrayMergeState(0.5, 0.95, 0.99)(source_stats_per_minute.latency) AS latency
FROM source_stats_per_minute
GROUP BY engine, source, hour;

CREATE TABLE IF NOT EXISTS stage_stats_per_minute
(
    engine LowCardinality(String),
    stage LowCardinality(String),
    minute DateTime('UTC'),
    frames_in SimpleAggregateFunction(sum, UInt64),
    frames_out SimpleAggregateFunction(sum, UInt64),
    busy_seconds SimpleAggregateFunction(sum, Float64),
    batches SimpleAggregateFunction(sum, UInt64),
    faults SimpleAggregateFunction(sum, UInt64),
    queue_frames SimpleAggregateFunction(max, UInt64),
    queue_capacity SimpleAggregateFunction(max, UInt64),
    spooled SimpleAggregateFunction(max, Nullable(UInt64)),
    wait AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds',
    exec AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds'
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, stage, minute)
TTL minute + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS stage_stats_per_hour
(
    engine LowCardinality(String),
    stage LowCardinality(String),
    hour DateTime('UTC'),
    frames_in SimpleAggregateFunction(sum, UInt64),
    frames_out SimpleAggregateFunction(sum, UInt64),
    busy_seconds SimpleAggregateFunction(sum, Float64),
    batches SimpleAggregateFunction(sum, UInt64),
    faults SimpleAggregateFunction(sum, UInt64),
    queue_frames SimpleAggregateFunction(max, UInt64),
    queue_capacity SimpleAggregateFunction(max, UInt64),
    spooled SimpleAggregateFunction(max, Nullable(UInt64)),
    wait AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds',
    exec AggregateFunction(quantilesTDigestWeightedArray(0.5, 0.95, 0.99), Array(UInt32), Array(UInt32)) COMMENT 'microseconds'
)
ENGINE = AggregatingMergeTree
ORDER BY (engine, stage, hour)
TTL hour + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS stage_stats_into_minutes TO stage_stats_per_minute AS
SELECT engine, stage, toStartOfMinute(second) AS minute, sum(stage_stats.frames_in) AS frames_in, sum(stage_stats.frames_out) AS frames_out,
    sum(stage_stats.busy_seconds) AS busy_seconds, sum(stage_stats.batches) AS batches, sum(stage_stats.faults) AS faults,
    max(stage_stats.queue_frames) AS queue_frames, max(stage_stats.queue_capacity) AS queue_capacity, max(stage_stats.spooled) AS spooled,
    quantilesTDigestWeightedArrayState(0.5, 0.95, 0.99)(wait_us, wait_frames) AS wait,
    quantilesTDigestWeightedArrayState(0.5, 0.95, 0.99)(exec_us, exec_calls) AS exec
FROM stage_stats
GROUP BY engine, stage, minute;

CREATE MATERIALIZED VIEW IF NOT EXISTS stage_stats_into_hours TO stage_stats_per_hour AS
SELECT engine, stage, toStartOfHour(minute) AS hour, sum(stage_stats_per_minute.frames_in) AS frames_in,
    sum(stage_stats_per_minute.frames_out) AS frames_out, sum(stage_stats_per_minute.busy_seconds) AS busy_seconds,
    sum(stage_stats_per_minute.batches) AS batches, sum(stage_stats_per_minute.faults) AS faults,
    max(stage_stats_per_minute.queue_frames) AS queue_frames, max(stage_stats_per_minute.queue_capacity) AS queue_capacity,
    max(stage_stats_per_minute.spooled) AS spooled,
    quantilesTDigestWeightedArrayMergeState(0.5, 0.95, 0.99)(stage_stats_per_minute.wait) AS wait,
    quantilesTDigestWeightedArrayMergeState(0.5, 0.95, 0.99)(stage_stats_per_minute.exec) AS exec
FROM stage_stats_per_minute
GROUP BY engine, stage, hour;
