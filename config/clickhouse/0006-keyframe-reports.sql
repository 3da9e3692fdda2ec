-- What a keyframes stage saw in a period and what it kept of it, a row a source and period; and what annotators changed in archived keyframes.

CREATE TABLE IF NOT EXISTS keyframe_reports
(
    engine LowCardinality(String),
    run UUID,
    config LowCardinality(String),
    stage LowCardinality(String),
    source LowCardinality(String),
    period_from DateTime64(3, 'UTC'),
    period_to DateTime64(3, 'UTC'),
    at DateTime64(3, 'UTC') COMMENT 'when it was made',
    offered UInt64,
    outcomes Map(LowCardinality(String), UInt64) COMMENT 'their sum is offered',
    budget UInt32,
    chosen UInt32,
    clusters UInt32,
    radius Float64,
    rho Float64 COMMENT 'mean distance of a frame to its cluster, as a share of the reach',
    delta Float64 COMMENT 'largest distance of a frame to the one that stands for it, as a share of the reach',
    covered Float64 COMMENT 'share of all appearance that the chosen frames cover',
    reach Float64,
    reach95 Nullable(Float64),
    vendi Float64 COMMENT 'different frames that the chosen ones amount to',
    evicted UInt64,
    evicted_loss Float64,
    random_divergence Map(LowCardinality(String), Float64) COMMENT 'Jensen-Shannon, bits, by histogram',
    archive_divergence Map(LowCardinality(String), Float64),
    histograms Map(LowCardinality(String), Array(UInt64)) COMMENT 'all.hour, random.luma, archive.size, ...',
    classes Map(LowCardinality(String), Map(LowCardinality(String), UInt64)) COMMENT 'objects by class of all, random and archive',
    triggers Map(LowCardinality(String), Array(UInt64)) COMMENT 'fired and suppressed by rule',
    duplicates Map(LowCardinality(String), UInt64) COMMENT 'frames that repeat another source''s',
    surprising Array(String),
    surprising_bits Array(Float32),
    surprising_keys Array(String) COMMENT 'keys of keyframes in the archive that show them'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (engine, source, period_from)
TTL toDateTime(at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

-- Filled from 'sluice keyframes import --rows'.
CREATE TABLE IF NOT EXISTS keyframe_labels
(
    engine LowCardinality(String),
    source LowCardinality(String),
    keyframe UUID,
    key String,
    annotator LowCardinality(String),
    at DateTime64(3, 'UTC'),
    change LowCardinality(String) COMMENT 'kept, moved, relabelled, added or removed',
    label LowCardinality(String),
    box Array(Float32) COMMENT 'x1, y1, x2, y2 in pixels of the picture',
    model_label LowCardinality(String),
    model_class_id Nullable(Int32),
    model_score Nullable(Float32),
    model_box Array(Float32),
    track Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY (engine, source, key, at)
TTL toDateTime(at) + INTERVAL 1 YEAR
SETTINGS non_replicated_deduplication_window = 1000;
