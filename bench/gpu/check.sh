#!/usr/bin/env bash
# The whole check of a GPU box as one command, out of the folder that pack.sh made: OUT=FOLDER ./check.sh
#
# Needs a driver and nothing else. Writes to $OUT (./out): summary.txt (a line a step: passed, FAILED or not run, and why), check.log (all
# output), machine.txt, dmon.txt (what the card did meanwhile), gpu-1.json and gpu-16.json (sluice bench gpu with that many sources: each layer,
# NVENC's among them where the card has it, the model on one stream, waiting between and captured into CUDA graphs, keyframes). Detections on the GPU are compared with the CPU's.
# Ends with 0 when all of it ran and passed, 1 when something failed, 3 when there is no CUDA device and all the rest passed.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-$here/out}
mkdir -p "$out"
out=$(cd "$out" && pwd)
summary=$out/summary.txt log=$out/check.log
: >"$summary"
: >"$log"
# The driver's folder may be outside the loader's path; ours comes last, so that the system's own libraries win.
for folder in /usr/local/nvidia/lib64 /usr/local/nvidia/lib /usr/lib/x86_64-linux-gnu/nvidia/current; do [ -d "$folder" ] && LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder; done
# CUDA's own libraries, for ONNX Runtime's provider, where a Python on the machine has them.
for folder in $(python3 -c 'import glob, sys; print(*[f for p in sys.path for f in glob.glob(p + "/nvidia/*/lib")])' 2>/dev/null); do LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder; done
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib
export SLUICE_FFMPEG=$here/lib SLUICE_SCENES=$out/../scenes SLUICE_TUNING=$out/../tuning HOME=${HOME:-/tmp}
export PATH=$here/program:$PATH:/usr/local/nvidia/bin
work=$(mktemp -d)
watcher=""
trap '[ -n "$watcher" ] && kill "$watcher" 2>/dev/null; rm -rf "$work"' EXIT
failed=0

line() { printf '%-8s %s\n' "$1" "$2" | tee -a "$summary"; }

# step LIMIT NAME COMMAND...: output to the log.
step() {
  local limit=$1 name=$2 code begun=$SECONDS
  shift 2
  printf '\n==== %s\n' "$name" >>"$log"
  if [ "$(type -t "$1")" = function ]; then "$@" >"$work/said" 2>&1; else timeout --kill-after=10 "$limit" "$@" >"$work/said" 2>&1; fi
  code=$?
  cat "$work/said" >>"$log"
  if [ $code = 0 ]; then line passed "$name ($((SECONDS - begun)) s)"; return 0; fi
  failed=$((failed + 1))
  line FAILED "$name: code $code: $(grep -v '^ *$' "$work/said" | tail -n 1 | cut -c1-200)"
  return 1
}

# same FILE FILE: as many objects in both, but for a few at the threshold: TF32 and FP32 are not the same.
same() {
  local one other
  one=$(grep -o '"class_id"' "$1" | wc -l) other=$(grep -o '"class_id"' "$2" | wc -l)
  echo "$one objects and $other"
  [ $((50 * (one > other ? one - other : other - one))) -le "$one" ] && [ "$(wc -l <"$1")" = "$(wc -l <"$2")" ]
}

# ---- the machine
{
  date -u +%FT%TZ
  uname -srm
  ldd --version 2>&1 | head -n 1
  grep -m 1 'model name' /proc/cpuinfo
  nproc
  cat "$here/CONTENT" 2>/dev/null
  ls -l /dev/nvidia* 2>&1
  ldconfig -p 2>/dev/null | grep -E 'libcuda\.so|libnvcuvid|libnvidia-encode|libcudart|libcublas|libcudnn|libnvinfer' || echo "none of CUDA's libraries on the loader's path"
  nvidia-smi 2>&1
  nvidia-smi -q 2>&1
} >"$out/machine.txt"

device=""
if ! command -v nvidia-smi >/dev/null; then device="nvidia-smi is not there"
elif ! nvidia-smi -L 2>/dev/null | grep -q '^GPU'; then device="nvidia-smi lists no GPU: $(nvidia-smi -L 2>&1 | head -n 1)"
fi

# ---- what needs no GPU
step 60 "program starts" sluice --version
step 60 "FFmpeg loads and reads a clip" sluice probe "$here/clips/roadside.mp4"
cat >"$work/cpu.yaml" <<GRAPH
version: 1
sources: [{ id: clip, uri: "$here/clips/roadside.mp4" }]
models: [{ id: traffic, path: "$here/program/models/demo", device: cpu }]
stages: [{ id: detect, use: detect, from: clip, model: traffic }, { id: objects, use: jsonl, from: detect, to: "$work/objects.jsonl" }]
GRAPH
step 240 "a graph on the CPU" sluice run "$work/cpu.yaml"
frames=$(wc -l <"$work/objects.jsonl" 2>/dev/null || echo 0)
step 10 "every frame of the clip, with objects in them" test "$frames" -eq 100 -a "$(grep -c '"label"' "$work/objects.jsonl" 2>/dev/null || echo 0)" -gt 50

# ---- what needs one
if [ -n "$device" ]; then
  line "not run" "everything on the GPU: $device"
else
  nvidia-smi dmon -s pucvmet -o T >"$out/dmon.txt" 2>&1 &
  watcher=$!
  runs_on=cpu
  if [ -e "$here/program/libonnxruntime_providers_cuda.so" ]; then
    sed "s/device: cpu/device: cuda:0/; s/objects.jsonl/cuda.jsonl/" "$work/cpu.yaml" >"$work/cuda.yaml"
    step 240 "a graph with the model by ONNX Runtime's CUDA provider" sluice run "$work/cuda.yaml" && runs_on=cuda:0
    for way in 'decode: "cuda:0"' 'decode: "cuda:0", one_stream: false' 'decode: "cuda:0", cuda_graph: true'; do
      # Everything on the device: the frames' and the model's way.
      of_model=${way#*, } && [ "$of_model" != "$way" ] || of_model="one_stream: true"
      sed "s|uri: \"\([^\"]*\)\"|uri: \"\1\", ${way%%,*}|; s/device: cuda:0/device: \"cuda:0\", $of_model/; s/cuda.jsonl/gpu.jsonl/" "$work/cuda.yaml" >"$work/gpu.yaml"
      rm -f "$work/gpu.jsonl"
      step 240 "a graph on the GPU alone, $of_model" sluice run "$work/gpu.yaml" \
        && step 10 "as many objects as on the CPU, within 2 %, $of_model" same "$work/objects.jsonl" "$work/gpu.jsonl"
    done
  else
    line "not run" "ONNX Runtime's CUDA and TensorRT providers: not packed, they are over the limit (pack.sh --providers)"
  fi
  sed "s|uri: \"\([^\"]*\)\"|uri: \"\1\", decode: \"cuda:0\"|; s/device: cpu/device: \"$runs_on\"/; /^stages/s|]\$|, { id: draw, use: render, from: detect }, { id: video, use: video, from: draw, to: \"$work/drawn.mp4\", encoder: auto }]|; s/objects.jsonl/drawn.jsonl/" \
    "$work/cpu.yaml" >"$work/drawn.yaml"
  step 240 "decode, model on $runs_on, boxes and video, where the card can" sluice run "$work/drawn.yaml" \
    && step 60 "the video can be read" sluice probe "$work/drawn.mp4" \
    && if grep -q 'Encodes with h264_nvenc' "$log"; then line passed "boxes drawn on the GPU, encoded by NVENC"; else line "not run" "NVENC: $(grep -o 'Not encoded on the GPU: .*' "$log" | head -n 1)"; fi
  for sources in 1 16; do
    # Standard output is the result alone.
    step 200 "bench gpu, $sources sources, the model on $runs_on" sh -c 'out=$1; shift; "$@" >"$out"' sh "$out/gpu-$sources.json" \
      sluice bench gpu "$here/clips/overpass.mp4" "$here/program/models/demo" --sources "$sources" --model-device "$runs_on" --json
  done
fi

[ -n "$device" ] && line result "no CUDA device; $failed failed of what needs none" || line result "$failed failed on $(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader | head -n 1)"
if [ "$failed" != 0 ]; then exit 1; fi
if [ -n "$device" ]; then exit 3; fi
exit 0
