#!/usr/bin/env bash
# Packs all that bench/gpu/check.sh needs into one archive for a machine that has an NVIDIA driver and reaches nothing: the program with .NET,
# ONNX Runtime, FFmpeg's libraries with what they need (as Debian built them), the demo model, clips of the procedural scene.
#
#   bench/gpu/pack.sh ARCHIVE.tar.xz [--program DIR] [--providers DIR]
#   there: tar xf ARCHIVE.tar.xz && OUT=/some/folder sluice-gpu/check.sh
#
# About 100 MiB: half is .NET and ONNX Runtime, half Debian's libavcodec with the encoders that it is linked to. Left out: ONNX Runtime's CUDA
# provider (230 MB, and CUDA's own libraries behind it), the embedded store (566 MB). With --providers DIR the libonnxruntime*.so* files of DIR come along, whatever they weigh. --program DIR takes what
# ./sluice publish wrote there in place of publishing now.
set -euo pipefail

limit=$((64 * 1024 * 1024))
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
archive=${1-}
[ $# -gt 0 ] && shift
usage() { echo "usage: bench/gpu/pack.sh ARCHIVE.tar.xz [--program DIR] [--providers DIR]" >&2; exit 2; }
case $archive in "" | -*) usage ;; esac
archive=$(readlink -m -- "$archive")
program="" providers=""
while [ $# -gt 0 ]; do
  [ -d "${2-}" ] || usage
  case $1 in --program) program=$2 ;; --providers) providers=$2 ;; *) usage ;; esac
  shift 2
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pack=$work/sluice-gpu
mkdir -p "$pack/lib" "$pack/clips"

if [ -n "$program" ]; then
  mkdir -p "$pack/program"
  (cd "$program" && tar cf - --exclude=libchdb.so .) | tar xf - -C "$pack/program"
else
  "$root/sluice" publish "$pack/program" -p:WithStore=false
fi
rm -f "$pack"/program/*.xml "$pack"/program/*.pdb

# FFmpeg's libraries and all they load, without what every glibc system has; libcuda and libnvcuvid are the driver's.
for library in libavutil.so libswresample.so libswscale.so libavcodec.so libavformat.so; do
  found=$(ldconfig -p | awk -v name="$library" '$1 ~ "^" name "\\.[0-9]+$" { print $NF }' | sort -V | tail -n 1)
  [ -n "$found" ] || { echo "pack.sh: $library.* is not installed (./sluice setup)" >&2; exit 1; }
  echo "$found"
  ldd "$found" | awk '$2 == "=>" { print $3 }'
done | sort -u | grep -vE '/(libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+|ld-linux[^/]*)\.so' | while read -r path; do
  cp -L "$path" "$pack/lib/"
done

if [ -n "$providers" ]; then cp -P "$providers"/libonnxruntime*.so* "$pack/program/"; fi

# The first is long enough to measure with, the others are short.
for clip in overpass:11:20 roadside:12:4 junction:13:4 crossing:14:4; do
  IFS=: read -r place seed seconds <<<"$clip"
  LD_LIBRARY_PATH=$pack/lib SLUICE_FFMPEG=$pack/lib "$pack/program/sluice" scene write "scene:$place?seed=$seed&duration=${seconds}s&size=1920x1080" --out "$pack/clips/$place.mp4" >/dev/null
done

cp "$here/check.sh" "$pack/check.sh"
cat >"$pack/CONTENT" <<CONTENT
program $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)
ffmpeg $(dpkg-query -W -f '${Version}' libavcodec59 2>/dev/null || echo unknown)
onnxruntime $(node -p "require('$root/native/package.json').dependencies['onnxruntime-node']" 2>/dev/null || echo unknown)
providers ${providers:+packed}${providers:-not packed: ONNX Runtime runs on the CPU and by WebGPU}
CONTENT
(cd "$work" && du -sh sluice-gpu/* | sed 's/^/  /')
mkdir -p "$(dirname "$archive")"
(cd "$work" && tar cf - sluice-gpu | xz -T0 --x86 --lzma2=preset=6 >"$archive")
size=$(stat -c %s "$archive")
printf '%s: %s bytes of %s\n' "$archive" "$size" "$limit"
if [ "$size" -gt "$limit" ]; then echo "over 64 MiB: not for a transfer with that limit"; fi
