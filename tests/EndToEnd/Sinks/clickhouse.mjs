// ClickHouse's own client against a store: node clickhouse.mjs CLIENT_MODULE URL read|write plain|gzip
import { pathToFileURL } from 'node:url';

const [module, url, mode, packing] = process.argv.slice(2);
const { createClient } = (await import(pathToFileURL(module))).default;
const gzip = packing === 'gzip';
// A user who may only read cannot be told to change settings, so neither does the client then ask for packed answers by itself.
const client = createClient({ url, request_timeout: 30_000, log: { level: 127 }, compression: { request: gzip, response: gzip } });
let failed = 0;

async function expect(name, wanted, run) {
  let got;
  try {
    got = JSON.stringify(await run());
  } catch (fault) {
    got = JSON.stringify(fault.code ?? String(fault));
  }
  if (got === JSON.stringify(wanted)) return;
  failed++;
  console.log(`${name}: wanted ${JSON.stringify(wanted)}, got ${got}`);
}

const rows = async (query, more = {}) => (await client.query({ query, format: 'JSONEachRow', ...more })).json();
await expect('ping', true, async () => (await client.ping()).success);
await expect('select', [{ n: 7 }], () => rows('SELECT n FROM t'));
await expect('parameters', [{ r: 42, s: "it's\tok" }], () => rows('SELECT {v:UInt32} + 1 AS r, {s:String} AS s', { query_params: { v: 41, s: "it's\tok" } }));
await expect('settings', [{ t: 1 }], () => rows("SELECT getSetting('max_threads') AS t", { clickhouse_settings: { max_threads: 1 } }));
await expect('error', '47', () => rows('SELECT nope'));
if (mode === 'write') {
  await expect('drop', 1, async () => (await client.command({ query: 'DROP TABLE IF EXISTS js' })) && 1);
  await expect('create', 1, async () => (await client.command({ query: 'CREATE TABLE js (id UInt32, s String) ENGINE = MergeTree ORDER BY id' })) && 1);
  await expect('insert', 1, async () => (await client.insert({ table: 'js', values: [{ id: 1, s: 'a\n\nb;' }, { id: 2, s: 'x' }], format: 'JSONEachRow' })) && 1);
  await expect('select back', [{ id: 1, s: 'a\n\nb;' }, { id: 2, s: 'x' }], () => rows('SELECT id, s FROM js ORDER BY id'));
} else {
  await expect('write refused', '164', () => client.command({ query: 'CREATE TABLE no (id UInt32) ENGINE = MergeTree ORDER BY id' }));
  await expect('insert refused', '164', () => client.insert({ table: 't', values: [{ n: 1 }], format: 'JSONEachRow' }));
}
await client.close();
process.exit(failed ? 1 : 0);
