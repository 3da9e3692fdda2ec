// Writes dashboards/*.json: node make-dashboards.mjs [FOLDER]. What is the same in sixty panels is said once here.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), 'dashboards');
const PROM = { type: 'prometheus', uid: 'sluice-prometheus' };
const CH = { type: 'grafana-clickhouse-datasource', uid: 'sluice-clickhouse' };
const steps = (...pairs) => ({ mode: 'absolute', steps: [{ color: 'green', value: null }, ...pairs.map(([value, color]) => ({ color, value }))] });
const plain = { mode: 'absolute', steps: [{ color: 'blue', value: null }] };

// ---- panels: [type, title, description, queries, options]; a query is an expression with its legend, or SQL -----------------------------
const prom = (type, title, description, queries, o = {}) => panel(type, title, description, PROM, [queries].flat().map((q, i) => ({
  refId: String.fromCharCode(65 + i), datasource: PROM, expr: q.expr ?? q, legendFormat: q.legend ?? '__auto', editorMode: 'code',
  ...(type === 'table' || type === 'stat' || type === 'gauge' || type === 'bargauge' ? { instant: true, range: false } : { instant: false, range: true }),
  ...(type === 'table' ? { format: 'table' } : type === 'heatmap' ? { format: 'heatmap' } : {}),
})), o);
const sql = (type, title, description, text, o = {}) => panel(type, title, description, CH, [{
  refId: 'A', datasource: CH, editorType: 'sql', rawSql: text, format: type === 'timeseries' ? 0 : 1, queryType: type === 'timeseries' ? 'timeseries' : 'table',
}], o);

function panel(type, title, description, datasource, targets, { unit = 'short', decimals, thresholds = plain, max, min, stack, w = 8, h = 8, mappings = [], overrides = [], transformations = [], calc = 'lastNotNull' }) {
  const custom = type === 'timeseries'
    ? { lineWidth: 1, fillOpacity: stack ? 30 : 8, showPoints: 'never', spanNulls: false, stacking: { mode: stack ? 'normal' : 'none', group: 'A' },
        thresholdsStyle: { mode: thresholds.steps.length > 1 ? 'line' : 'off' } }
    : {};
  const options = {
    timeseries: { legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] }, tooltip: { mode: 'multi', sort: 'desc' } },
    stat: { reduceOptions: { calcs: [calc], values: false }, colorMode: 'value', graphMode: 'area', textMode: 'auto' },
    gauge: { reduceOptions: { calcs: [calc], values: false }, showThresholdMarkers: true },
    bargauge: { reduceOptions: { calcs: [calc], values: false }, orientation: 'horizontal', displayMode: 'gradient' },
    table: { showHeader: true, cellHeight: 'sm' },
    'state-timeline': { mergeValues: true, showValue: 'auto', rowHeight: 0.8, legend: { displayMode: 'list', placement: 'bottom' } },
    heatmap: { calculate: false, yAxis: { unit }, color: { mode: 'scheme', scheme: 'Blues' } },
    barchart: { orientation: 'auto', stacking: stack ? 'normal' : 'none', legend: { displayMode: 'list', placement: 'bottom' } },
  }[type];
  return { type, title, description, datasource, targets, w, h, options, transformations,
    fieldConfig: { defaults: { unit, ...(decimals !== undefined ? { decimals } : {}), ...(max !== undefined ? { max } : {}), ...(min !== undefined ? { min } : {}),
      color: { mode: thresholds.steps.length > 1 && type !== 'timeseries' ? 'thresholds' : 'palette-classic' }, thresholds, mappings, custom }, overrides } };
}

// ---- variables ---------------------------------------------------------------------------------------------------------------------
const variable = (name, label, description, query, o = {}) => ({ type: 'query', name, label, description, datasource: PROM, definition: query,
  query: { query, refId: name }, refresh: 2, sort: 1, multi: o.multi ?? false, includeAll: o.all ?? false, ...(o.all ? { allValue: '.*' } : {}), hide: o.hide ?? 0, options: [], current: {} });
const INSTANCE = variable('instance', 'Box', 'The scraped engine.', 'label_values(sluice_engine_info, instance)');
// ClickHouse knows an engine by its name, Prometheus by its address.
const ENGINE = variable('engine', 'Engine', 'The name of the engine on that box.', 'label_values(sluice_engine_info{instance="$instance"}, engine)', { hide: 2 });
const SOURCE = variable('source', 'Camera', 'The source.', 'label_values(sluice_source_live{instance="$instance"}, source)');

function dashboard(uid, title, description, variables, rows) {
  const panels = [];
  let id = 1, y = 0;
  for (const [heading, ...inside] of rows) {
    panels.push({ id: id++, type: 'row', title: heading, collapsed: false, gridPos: { x: 0, y: y++, w: 24, h: 1 }, panels: [] });
    let x = 0, height = 0;
    for (const { w, h, ...one } of inside) {
      if (x + w > 24) [x, y, height] = [0, y + height, 0];
      panels.push({ id: id++, ...one, gridPos: { x, y, w, h } });
      [x, height] = [x + w, Math.max(height, h)];
    }
    y += height;
  }
  return { uid, title, description, tags: ['sluice'], schemaVersion: 41, version: 1, editable: true, graphTooltip: 1, refresh: '10s', timezone: 'browser',
    time: { from: 'now-1h', to: 'now' }, fiscalYearStartMonth: 0, annotations: { list: [] }, templating: { list: variables },
    links: [{ type: 'dashboards', title: 'Sluice', tags: ['sluice'], asDropdown: true, includeVars: true, keepTime: true, targetBlank: false, icon: 'external link', tooltip: '', url: '' }],
    panels };
}

const DARK = 'connecting|stalled|reconnecting|quarantined';
const STATES = [{ type: 'value', options: Object.fromEntries(['connecting', 'running', 'stalled', 'reconnecting', 'quarantined', 'paused', 'ended'].map((state, i) =>
  [i + 1, { text: state, index: i, color: ['yellow', 'green', 'orange', 'red', 'purple', 'blue', 'text'][i] }])) }];
const state = by => ['connecting', 'running', 'stalled', 'reconnecting', 'quarantined', 'paused', 'ended'].map((s, i) => `${i + 1} * max by (${by}) (sluice_source_state{SEL,state="${s}"} == 1)`).join(' or ');
const quantile = (q, metric, by, select) => `histogram_quantile(${q}, sum by (${by}le) (rate(${metric}_bucket{${select}}[$__rate_interval])))`;
const B = 'instance="$instance"', S = 'instance="$instance",source="$source"';

const dashboards = {
  fleet: dashboard('sluice-fleet', 'Sluice / Fleet', 'All boxes and all cameras at a glance.', [], [
    ['Now',
      prom('stat', 'Boxes up', 'Engines that answer.', 'sum(up{job="sluice"})', { w: 4, h: 5 }),
      prom('stat', 'Boxes down', 'Engines that do not answer.', 'count(up{job="sluice"} == 0) or vector(0)', { w: 4, h: 5, thresholds: steps([1, 'red']) }),
      prom('stat', 'Cameras running', 'Live sources that bring frames.', 'sum(sluice_source_state{state="running"} * on (instance, source) sluice_source_live) or vector(0)', { w: 4, h: 5 }),
      prom('stat', 'Cameras dark', 'Live sources that are connecting, stalled, reconnecting or quarantined.', `sum(sluice_source_state{state=~"${DARK}"} * on (instance, source) group_left () sluice_source_live) or vector(0)`, { w: 4, h: 5, thresholds: steps([1, 'red']) }),
      prom('stat', 'Frames a second', 'Frames that arrive, all boxes together.', 'sum(rate(sluice_frames_arrived_total[1m]))', { w: 4, h: 5, unit: 'reqps', decimals: 0 }),
      prom('stat', 'Rows waiting', 'Rows that sinks have taken over and servers have not acknowledged.', 'sum(sluice_sink_pending_rows) or vector(0)', { w: 4, h: 5, thresholds: steps([100000, 'orange'], [1000000, 'red']) })],
    ['Boxes',
      prom('table', 'Boxes', 'Each box with its cameras, its rate, its latency and what it takes.', [
        { expr: 'count by (instance) (sluice_source_live == 1)', legend: 'cameras' },
        { expr: 'sum by (instance) (rate(sluice_frames_arrived_total[1m]))', legend: 'fps' },
        { expr: 'histogram_quantile(0.95, sum by (instance, le) (rate(sluice_e2e_latency_seconds_bucket[5m])))', legend: 'p95' },
        { expr: 'sum by (instance) (rate(sluice_frames_total{outcome="dropped"}[5m])) / sum by (instance) (rate(sluice_frames_arrived_total[5m]))', legend: 'dropped' },
        { expr: 'sum by (instance) (rate(sluice_process_cpu_seconds_total[1m]))', legend: 'cores' },
        { expr: 'sluice_process_resident_memory_bytes', legend: 'memory' }],
        { w: 24, h: 9, transformations: [{ id: 'merge', options: {} }, { id: 'organize', options: { excludeByName: { Time: true, __name__: true, job: true },
          renameByName: { 'Value #A': 'cameras', 'Value #B': 'fps', 'Value #C': 'p95', 'Value #D': 'dropped', 'Value #E': 'cores', 'Value #F': 'memory' } } }],
          overrides: [['p95', 's'], ['dropped', 'percentunit'], ['memory', 'bytes'], ['fps', 'short'], ['cores', 'short']].map(([name, unit]) =>
            ({ matcher: { id: 'byName', options: name }, properties: [{ id: 'unit', value: unit }, { id: 'decimals', value: 2 }] })) }),
      prom('timeseries', 'Frames a second by box', 'Frames that arrive.', { expr: 'sum by (instance) (rate(sluice_frames_arrived_total[$__rate_interval]))', legend: '{{instance}}' }, { w: 12, unit: 'reqps' }),
      prom('timeseries', 'Latency p95 by box', 'From arrival to the end of the first branch.', { expr: quantile(0.95, 'sluice_e2e_latency_seconds', 'instance, ', ''), legend: '{{instance}}' }, { w: 12, unit: 's', thresholds: steps([0.5, 'red']) })],
    ['Cameras',
      prom('state-timeline', 'Cameras', 'The state of every live source.', { expr: `(${state('instance, source')}) and on (instance, source) sluice_source_live == 1`.replaceAll('SEL,', ''), legend: '{{instance}} {{source}}' }, { w: 24, h: 8, mappings: STATES }),
      prom('table', 'Alerts firing', 'Alerts of config/prometheus/rules.yml.', 'ALERTS{alertname=~"Sluice.*", alertstate="firing"}', { w: 12, h: 8, transformations: [{ id: 'organize', options: { excludeByName: { Time: true, __name__: true, Value: true, job: true, alertstate: true } } }] }),
      sql('timeseries', 'Objects by class', 'Objects stored, all engines together.', 'SELECT $__timeInterval(arrived_at) AS time, label, count() AS objects FROM objects WHERE $__timeFilter(arrived_at) GROUP BY time, label ORDER BY time', { w: 12, stack: true })],
  ]),

  box: dashboard('sluice-box', 'Sluice / Box', 'One engine: what it takes, where frames wait, what its sinks do.', [INSTANCE, ENGINE], [
    ['Resources',
      prom('timeseries', 'Cores in use', 'CPU time of the engine, in cores; the line is what it may use.', [
        { expr: `sum by (mode) (rate(sluice_process_cpu_seconds_total{${B}}[$__rate_interval]))`, legend: '{{mode}}' }, { expr: `sluice_process_cores{${B}}`, legend: 'cores' }], { w: 8, min: 0 }),
      prom('timeseries', 'Memory', 'Resident memory, the managed heap, and pictures in flight with their limit.', [
        { expr: `sluice_process_resident_memory_bytes{${B}}`, legend: 'resident' }, { expr: `sluice_process_managed_heap_bytes{${B}}`, legend: 'managed' },
        { expr: `sluice_memory_bytes{${B}}`, legend: 'pictures' }, { expr: `sluice_memory_limit_bytes{${B}}`, legend: 'limit of pictures' }], { w: 8, unit: 'bytes', min: 0 }),
      prom('timeseries', 'Collections', 'Share of time that all managed threads stood still for garbage collections.', { expr: `rate(sluice_process_collection_pause_seconds_total{${B}}[$__rate_interval])`, legend: 'pause' }, { w: 4, unit: 'percentunit', thresholds: steps([0.05, 'red']) }),
      prom('gauge', 'Disk free', 'Of the disk that holds the graph.', `sluice_disk_free_bytes{${B}} / sluice_disk_size_bytes{${B}}`, { w: 4, unit: 'percentunit', min: 0, max: 1, thresholds: { mode: 'absolute', steps: [{ color: 'red', value: null }, { color: 'orange', value: 0.1 }, { color: 'green', value: 0.2 }] } })],
    ['Frames',
      prom('timeseries', 'Arrived by camera', 'Frames a second.', { expr: `rate(sluice_frames_arrived_total{${B}}[$__rate_interval])`, legend: '{{source}}' }, { unit: 'reqps' }),
      prom('timeseries', 'Outcomes', 'How frames ended, a second.', { expr: `sum by (outcome) (rate(sluice_frames_total{${B}}[$__rate_interval]))`, legend: '{{outcome}}' }, { unit: 'reqps', stack: true }),
      prom('timeseries', 'Latency', 'From arrival to the end of the first branch, all cameras.', [0.5, 0.95, 0.99].map(q => ({ expr: quantile(q, 'sluice_e2e_latency_seconds', '', B), legend: `p${q * 100}` })), { unit: 's', thresholds: steps([0.5, 'red']) })],
    ['Stages',
      prom('timeseries', 'Busy', 'Time inside a stage\'s calls a second; 1 is a thread that never rests.', { expr: `rate(sluice_stage_busy_seconds_total{${B}}[$__rate_interval])`, legend: '{{stage}}' }, { unit: 'short', min: 0 }),
      prom('timeseries', 'Calls p95', 'How long a stage\'s calls take.', { expr: quantile(0.95, 'sluice_stage_exec_seconds', 'stage, ', B), legend: '{{stage}}' }, { unit: 's' }),
      prom('timeseries', 'Wait p95', 'How long frames wait for a stage.', { expr: quantile(0.95, 'sluice_stage_wait_seconds', 'stage, ', B), legend: '{{stage}}' }, { unit: 's' }),
      prom('timeseries', 'Edges', 'How full edges are.', { expr: `sluice_stage_queue_length{${B}} / (sluice_stage_queue_capacity{${B}} > 0)`, legend: '{{edge}}' }, { unit: 'percentunit', min: 0, max: 1, thresholds: steps([0.8, 'red']) }),
      prom('timeseries', 'Dropped at edges', 'Frames a second that an edge let go.', { expr: `sum by (edge, reason) (rate(sluice_frames_dropped_total{${B}}[$__rate_interval]))`, legend: '{{edge}} {{reason}}' }, { unit: 'reqps' }),
      prom('timeseries', 'Faults', 'Calls a second that threw, and stages that hang.', [{ expr: `rate(sluice_stage_faults_total{${B}}[$__rate_interval])`, legend: '{{stage}}' }, { expr: `sluice_stage_hung{${B}} == 1`, legend: '{{stage}} hangs' }], { unit: 'short', thresholds: steps([0.001, 'red']) })],
    ['Sinks',
      prom('timeseries', 'Rows acknowledged', 'A second.', { expr: `rate(sluice_sink_rows_total{${B},result="acknowledged"}[$__rate_interval])`, legend: '{{sink}}' }, { unit: 'rowsps', w: 6 }),
      prom('timeseries', 'Rows waiting', 'Taken over and not acknowledged.', { expr: `sluice_sink_pending_rows{${B}}`, legend: '{{sink}}' }, { w: 6 }),
      prom('timeseries', 'Spool', 'How full spools are.', { expr: `sluice_sink_spool_bytes{${B}} / sluice_sink_spool_limit_bytes{${B}}`, legend: '{{sink}}' }, { unit: 'percentunit', min: 0, max: 1, thresholds: steps([0.8, 'red']), w: 6 }),
      prom('timeseries', 'Behind', 'How long the oldest entry of a spool waits.', { expr: `sluice_sink_spool_oldest_seconds{${B}}`, legend: '{{sink}}' }, { unit: 's', thresholds: steps([600, 'red']), w: 6 }),
      sql('timeseries', 'Calls p95, as stored', 'How long a stage\'s calls took, from the metadata store: for spans longer than Prometheus keeps.', 'SELECT $__timeInterval(second) AS time, stage, quantileExactWeightedArray(0.95)(exec_us, exec_calls) / 1000000 AS p95 FROM stage_stats WHERE $__timeFilter(second) AND engine = \'${engine}\' GROUP BY time, stage ORDER BY time', { w: 24, unit: 's' }),
      sql('table', 'Runs', 'Starts of this engine, newest first.', 'SELECT started_at, host, version, length(sources) AS cameras, run FROM engines WHERE engine = \'${engine}\' ORDER BY started_at DESC LIMIT 20', { w: 24, h: 6 })],
  ]),

  camera: dashboard('sluice-camera', 'Sluice / Camera', 'One camera: its state, its frames, what was seen.', [INSTANCE, ENGINE, SOURCE], [
    ['State',
      prom('state-timeline', 'State', 'What the source is doing.', { expr: state('source').replaceAll('SEL', S), legend: '{{source}}' }, { w: 12, h: 5, mappings: STATES }),
      prom('stat', 'Frames a second', 'Frames that arrive.', `rate(sluice_frames_arrived_total{${S}}[1m])`, { w: 3, h: 5, unit: 'reqps', decimals: 1 }),
      prom('stat', 'Latency p95', 'From arrival to the end of the first branch.', `histogram_quantile(0.95, sum by (le) (rate(sluice_e2e_latency_seconds_bucket{${S}}[5m])))`, { w: 3, h: 5, unit: 's', thresholds: steps([0.5, 'orange'], [2, 'red']) }),
      prom('stat', 'Reconnects', 'In the time shown.', `sum(increase(sluice_source_reconnects_total{${S}}[$__range])) or vector(0)`, { w: 3, h: 5, decimals: 0, thresholds: steps([1, 'orange'], [10, 'red']) }),
      prom('stat', 'Not decoded', 'Packets that the gate left undecoded.', `1 - sluice_source_gate_active_ratio{${S}}`, { w: 3, h: 5, unit: 'percentunit' })],
    ['Frames',
      prom('timeseries', 'Arrived', 'Frames a second.', { expr: `rate(sluice_frames_arrived_total{${S}}[$__rate_interval])`, legend: 'arrived' }, { unit: 'reqps' }),
      prom('timeseries', 'Outcomes', 'How frames ended, a second.', { expr: `rate(sluice_frames_total{${S}}[$__rate_interval])`, legend: '{{outcome}}' }, { unit: 'reqps', stack: true }),
      prom('timeseries', 'Latency', 'From arrival to the end of the first branch.', [0.5, 0.95, 0.99].map(q => ({ expr: quantile(q, 'sluice_e2e_latency_seconds', '', S), legend: `p${q * 100}` })), { unit: 's', thresholds: steps([0.5, 'red']) }),
      prom('timeseries', 'Dropped', 'Frames a second that an edge let go.', { expr: `rate(sluice_frames_dropped_total{${S}}[$__rate_interval])`, legend: '{{edge}} {{reason}}' }, { unit: 'reqps' }),
      prom('timeseries', 'Network', 'Packets lost and pictures damaged, a second.', [{ expr: `rate(sluice_source_lost_packets_total{${S}}[$__rate_interval])`, legend: 'packets lost' }, { expr: `rate(sluice_decode_errors_total{${S}}[$__rate_interval])`, legend: 'pictures damaged' }], { unit: 'short' }),
      prom('timeseries', 'Reconnects by reason', 'In five minutes.', { expr: `increase(sluice_source_reconnects_total{${S}}[5m])`, legend: '{{reason}} ({{side}} side)' }, { unit: 'short' })],
    ['What was seen',
      sql('timeseries', 'Objects by class', 'Objects stored.', 'SELECT $__timeInterval(arrived_at) AS time, label, count() AS objects FROM objects WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' AND source = \'${source}\' GROUP BY time, label ORDER BY time', { w: 12, stack: true }),
      sql('table', 'Events', 'What analytics stages saw, newest first.', 'SELECT at, kind, place, label, direction, track, reason, values FROM events WHERE $__timeFilter(at) AND engine = \'${engine}\' AND source = \'${source}\' ORDER BY at DESC LIMIT 200', { w: 12 }),
      sql('table', 'Keyframes', 'Newest first.', 'SELECT captured_at, score, reasons, uri FROM keyframes WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' AND source = \'${source}\' ORDER BY captured_at DESC LIMIT 100', { w: 12 }),
      sql('table', 'Changes of state', 'Newest first, with the reason and whose side to look on.', 'SELECT at, state, reason, side, reconnects, error FROM sources WHERE $__timeFilter(at) AND engine = \'${engine}\' AND source = \'${source}\' ORDER BY at DESC LIMIT 200', { w: 24, h: 6 }),
      sql('table', 'Tracks', 'Longest first.', 'SELECT track, label, first_seen, dateDiff(\'millisecond\', first_seen, last_seen) / 1000 AS seconds, hits, best_score FROM tracks WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' AND source = \'${source}\' ORDER BY seconds DESC LIMIT 100', { w: 12 })],
  ]),

  models: dashboard('sluice-models', 'Sluice / Models', 'What models take and find.', [INSTANCE, ENGINE], [
    ['Runs',
      prom('table', 'Models', 'Models that are loaded.', `sluice_model_info{${B}}`, { w: 12, h: 7, transformations: [{ id: 'organize', options: { excludeByName: { Time: true, __name__: true, Value: true, job: true, instance: true } } }] }),
      prom('table', 'Stages', 'Which stage runs which model.', `sluice_stage_info{${B},model!=""}`, { w: 12, h: 7, transformations: [{ id: 'organize', options: { excludeByName: { Time: true, __name__: true, Value: true, job: true, instance: true } } }] }),
      prom('timeseries', 'Runs p50 and p95', 'How long a call of a model\'s stage takes, preprocessing included.', [0.5, 0.95].map(q => ({ expr: `${quantile(q, 'sluice_stage_exec_seconds', 'instance, stage, ', B)} * on (instance, stage) group_left (model) sluice_stage_info{${B},model!=""}`, legend: `{{model}} in {{stage}} p${q * 100}` })), { unit: 's', w: 12 }),
      prom('timeseries', 'Frames a second', 'Frames that went through a model\'s stage.', { expr: `rate(sluice_stage_frames_in_total{${B}}[$__rate_interval]) * on (instance, stage) group_left (model) sluice_stage_info{${B},model!=""}`, legend: '{{model}} in {{stage}}' }, { unit: 'reqps', w: 12 }),
      prom('heatmap', 'Batch sizes', 'Frames in a batch.', { expr: `sum by (le) (increase(sluice_batch_size_bucket{${B}}[$__rate_interval]))`, legend: '{{le}}' }, { w: 8 }),
      prom('timeseries', 'Mean batch', 'Frames in a batch.', { expr: `rate(sluice_batch_size_sum{${B}}[$__rate_interval]) / rate(sluice_batch_size_count{${B}}[$__rate_interval])`, legend: '{{stage}}' }, { w: 8 }),
      prom('timeseries', 'Sessions replaced', 'How often a model\'s session was replaced because a run failed.', { expr: `increase(sluice_model_renewals_total{${B}}[5m])`, legend: '{{model}}' }, { w: 8, thresholds: steps([1, 'red']) })],
    ['Findings',
      sql('table', 'Loaded', 'Models as they were loaded, newest first.', 'SELECT loaded_at, model, family, sha256, path FROM models WHERE engine = \'${engine}\' ORDER BY loaded_at DESC LIMIT 50', { w: 24, h: 5 }),
      sql('barchart', 'Objects by class and model', 'In the time shown.', 'SELECT label, model, count() AS objects FROM objects WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' GROUP BY label, model ORDER BY objects DESC LIMIT 40', { w: 12 }),
      sql('barchart', 'Scores', 'Objects by score, in steps of 0.05; predicted ones left out.', 'SELECT toString(floor(score * 20) / 20) AS from_score, count() AS objects FROM objects WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' AND NOT predicted GROUP BY from_score ORDER BY from_score', { w: 12 })],
  ]),

  keyframes: dashboard('sluice-keyframes', 'Sluice / Keyframes', 'Pictures chosen for keeping, and why.', [INSTANCE, ENGINE], [
    ['Rate',
      prom('stat', 'Keyframes', 'Chosen in the time shown.', `increase(sluice_keyframes_total{${B}}[$__range])`, { w: 6, h: 6, decimals: 0 }),
      prom('stat', 'Share of frames', 'Of the frames that arrived.', `increase(sluice_keyframes_total{${B}}[$__range]) / on (instance) sum by (instance) (increase(sluice_frames_arrived_total{${B}}[$__range]))`, { w: 6, h: 6, unit: 'percentunit', decimals: 3 }),
      sql('timeseries', 'By camera', 'Keyframes stored.', 'SELECT $__timeInterval(arrived_at) AS time, source, count() AS keyframes FROM keyframes WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' GROUP BY time, source ORDER BY time', { w: 12, h: 6, stack: true })],
    ['Reasons',
      sql('barchart', 'Why', 'Sum of what each reason gave to the scores.', 'SELECT reason, sum(weight) AS weight FROM keyframes ARRAY JOIN mapKeys(reasons) AS reason, mapValues(reasons) AS weight WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' GROUP BY reason ORDER BY weight DESC', { w: 8 }),
      sql('table', 'By camera', 'Keyframes, their scores, and how many have a picture.', 'SELECT source, count() AS keyframes, avg(score) AS mean_score, countIf(uri != \'\') AS pictures, max(captured_at) AS newest FROM keyframes WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' GROUP BY source ORDER BY keyframes DESC', { w: 16 }),
      sql('table', 'Newest', 'With the file of each picture.', 'SELECT captured_at, source, frame, score, reasons, uri FROM keyframes WHERE $__timeFilter(arrived_at) AND engine = \'${engine}\' ORDER BY captured_at DESC LIMIT 200', { w: 24, h: 10 })],
  ]),

  capacity: dashboard('sluice-capacity', 'Sluice / Capacity', 'How much more a box can take, and what it would run out of first.', [INSTANCE, ENGINE], [
    ['Headroom',
      prom('gauge', 'Headroom', 'What is left of what would be spent first (its name is shown): cores, memory for pictures, a stage\'s calls; 0 where frames are lost for want of it.', { expr: `sluice_headroom_ratio{${B}}`, legend: '{{resource}}' },
        { w: 6, h: 7, unit: 'percentunit', min: 0, max: 1, thresholds: { mode: 'absolute', steps: [{ color: 'red', value: null }, { color: 'orange', value: 0.1 }, { color: 'green', value: 0.2 }] } }),
      prom('stat', 'Cameras that still fit', 'By CPU alone, at what one costs now, with a fifth held back.', `floor((0.8 * sluice_process_cores{${B}} - on (instance) sum by (instance) (rate(sluice_process_cpu_seconds_total{${B}}[5m]))) / on (instance) (sum by (instance) (rate(sluice_process_cpu_seconds_total{${B}}[5m])) / on (instance) count by (instance) (max_over_time(sluice_source_state{${B},state="running"}[5m]) == 1)))`, { w: 6, h: 7, decimals: 0 }),
      prom('stat', 'CPU a frame', 'CPU time of the engine for each frame that arrives.', `sum by (instance) (rate(sluice_process_cpu_seconds_total{${B}}[5m])) / on (instance) sum by (instance) (rate(sluice_frames_arrived_total{${B}}[5m]))`, { w: 6, h: 7, unit: 's' }),
      prom('stat', 'Frames that are not dropped', 'Share of the frames that arrived in five minutes.', `1 - sum(rate(sluice_frames_total{${B},outcome="dropped"}[5m])) / sum(rate(sluice_frames_arrived_total{${B}}[5m]))`, { w: 6, h: 7, unit: 'percentunit', decimals: 2, thresholds: { mode: 'absolute', steps: [{ color: 'red', value: null }, { color: 'orange', value: 0.98 }, { color: 'green', value: 0.995 }] } })],
    ['What runs out',
      prom('timeseries', 'Use of each resource', '1 is all of it.', [
        { expr: `sum by (instance) (rate(sluice_process_cpu_seconds_total{${B}}[$__rate_interval])) / on (instance) sluice_process_cores{${B}}`, legend: 'cores' },
        { expr: `sluice_memory_bytes{${B}} / sluice_memory_limit_bytes{${B}}`, legend: 'picture memory' },
        { expr: `rate(sluice_stage_busy_seconds_total{${B}}[$__rate_interval]) and on (instance, stage) sluice_batch_size_count{${B}}`, legend: 'stage {{stage}}' },
        { expr: `max by (instance) (sluice_stage_queue_length{${B}} / (sluice_stage_queue_capacity{${B}} > 0))`, legend: 'fullest edge' }], { w: 12, unit: 'percentunit', min: 0, thresholds: steps([0.8, 'red']) }),
      prom('timeseries', 'Slope of the latency', 'How much the 95th percentile grows a second, by camera; near 0 within capacity.', { expr: `deriv(sluice:e2e_latency_seconds:p95{${B}}[15m])`, legend: '{{source}}' }, { w: 12, unit: 's', thresholds: steps([0.0002, 'red']) }),
      prom('bargauge', 'Slowest cameras', 'Share of the frames that arrived and were published, in five minutes; the lowest ten.', { expr: `bottomk(10, sum by (source) (rate(sluice_frames_total{${B},outcome="published"}[5m])) / sum by (source) (rate(sluice_frames_arrived_total{${B}}[5m])))`, legend: '{{source}}' }, { w: 12, unit: 'percentunit', min: 0, max: 1 }),
      sql('timeseries', 'Frames stored by outcome', 'A second, as the metadata store has them.', 'SELECT $__timeInterval(second) AS time, outcome, sum(frames) / $__interval_s AS frames FROM frames WHERE $__timeFilter(second) AND engine = \'${engine}\' GROUP BY time, outcome ORDER BY time', { w: 12, unit: 'reqps' })],
  ]),
};

mkdirSync(folder, { recursive: true });
for (const [name, board] of Object.entries(dashboards)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(board, null, 2) + '\n');
