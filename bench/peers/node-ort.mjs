// Finds objects in a video with the ffmpeg program and ONNX Runtime for node: ffmpeg decodes, scales and pads, its raw pictures come
// through a pipe, and node makes the tensor, runs the model and reads the boxes.
//
// Takes one JSON object as its argument (see README.md) and prints one. Times are without start-up and the loading of the model; the CPU
// time is node's and ffmpeg's together. Exits with 3 when ffmpeg or the runtime is not here.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const job = JSON.parse(process.argv[2]);
let ort;
try {
  ort = createRequire(new URL('../../native/', import.meta.url))('onnxruntime-node');
} catch (fault) {
  console.error(`onnxruntime-node: ${fault.message.split('\n')[0]}`);
  process.exit(3);
}
if (spawnSync('ffmpeg', ['-version']).status !== 0) {
  console.error('ffmpeg: not found');
  process.exit(3);
}

const { width, height } = job;
const plane = width * height;
const tensor = new Float32Array(3 * plane);
const session = await ort.InferenceSession.create(job.model, { intraOpNumThreads: job.threads, interOpNumThreads: 1 });
const input = new ort.Tensor('float32', tensor, [1, 3, height, width]);
const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];

const cells = [];
for (const stride of [8, 16, 32])
  for (let y = 0; y < height / stride; y++) for (let x = 0; x < width / stride; x++) cells.push([x, y, stride]);

function overlap(a, b) {
  const w = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const h = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (w <= 0 || h <= 0) return 0;
  const both = w * h;
  return both / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - both);
}

function boxesOf(rows, length) {
  const found = [];
  for (let i = 0, at = 0; i < cells.length; i++, at += length) {
    const objectness = rows[at + 4];
    if (objectness < job.score) continue;
    let best = 0, label = 0;
    for (let c = 5; c < length; c++) if (rows[at + c] > best) [best, label] = [rows[at + c], c];
    const score = objectness * best;
    if (score < job.score) continue;
    const [cx, cy, stride] = cells[i];
    const x = (rows[at] + cx) * stride, y = (rows[at + 1] + cy) * stride;
    const w = Math.exp(rows[at + 2]) * stride, h = Math.exp(rows[at + 3]) * stride;
    found.push({ label, score, x1: x - w / 2, y1: y - h / 2, x2: x + w / 2, y2: y + h / 2 });
  }
  found.sort((a, b) => b.score - a.score);
  const kept = [];
  for (const box of found) if (!kept.some(other => other.label === box.label && overlap(other, box) > job.iou)) kept.push(box);
  return kept;
}

async function find(picture) {
  for (let i = 0, at = 0; i < plane; i++, at += 3) {
    tensor[i] = picture[at] * job.scale;
    tensor[plane + i] = picture[at + 1] * job.scale;
    tensor[2 * plane + i] = picture[at + 2] * job.scale;
  }
  const output = (await session.run({ [inputName]: input }))[outputName];
  return boxesOf(output.data, output.dims[2]).length;
}

await find(new Uint8Array(3 * plane));
const grey = `0x${job.pad.toString(16).padStart(2, '0').repeat(3)}`;
const filter = `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear,format=${job.color}24,pad=${width}:${height}:0:0:color=${grey}`;
let frames = 0, objects = 0;
const size = 3 * plane;
const picture = new Uint8Array(size);
const before = process.cpuUsage(), started = performance.now();
const ffmpeg = spawn('ffmpeg', ['-v', 'info', '-nostats', '-benchmark', '-threads', String(job.threads), '-i', job.video, '-map', '0:v:0',
  '-vf', filter, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', `${job.color}24`, 'pipe:1'], { stdio: ['ignore', 'pipe', 'pipe'] });
let said = '';
ffmpeg.stderr.on('data', text => { said += text; });
const ended = new Promise(done => ffmpeg.on('close', done));
let filled = 0;
for await (const chunk of ffmpeg.stdout) {
  for (let at = 0; at < chunk.length;) {
    const take = Math.min(size - filled, chunk.length - at);
    picture.set(chunk.subarray(at, at + take), filled);
    at += take;
    filled += take;
    if (filled < size) continue;
    filled = 0;
    frames++;
    objects += await find(picture);
  }
}
if (await ended !== 0) {
  console.error(said.split('\n').slice(-3).join(' '));
  process.exit(1);
}
const seconds = (performance.now() - started) / 1000;
const own = process.cpuUsage(before);
const times = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(said);
const cpu = (own.user + own.system) / 1e6 + Number(times[1]) + Number(times[2]);
console.log(JSON.stringify({ what: `ffmpeg, ONNX Runtime for node, ${job.threads} thread${job.threads === 1 ? '' : 's'}`, frames, objects, seconds, cpu_seconds: cpu }));
process.exit(0);
