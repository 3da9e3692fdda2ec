#!/usr/bin/env bash
# Packs all that bench/gpu/check.sh needs into one archive for a machine that has an NVIDIA driver and reaches nothing: the program with .NET,
# ONNX Runtime, FFmpeg's libraries with what they need (as Debian built them), the demo model, clips of the procedural scene.
#
#   bench/gpu/pack.sh ARCHIVE.tar.xz [--program DIR] [--providers DIR] [--piece MIB]
#   there: tar xf ARCHIVE.tar.xz && OUT=/some/folder sluice-gpu/check.sh
#
# About 60 MiB: .NET with the program 38, ONNX Runtime 11, FFmpeg 8, the clips. FFmpeg's libraries are linked to a hundred others, which make
# 45 MiB: those that nobody calls here (encoders, drawing, protocols) are replaced by empty ones (stub.sh). Left out: ONNX Runtime's CUDA
# provider (230 MB, and CUDA's own libraries behind it), the embedded store (566 MB). With --providers DIR the libonnxruntime*.so* files of DIR
# come along, whatever they weigh. --program DIR takes what ./sluice publish wrote there in place of publishing now. --piece MIB cuts the archive
# into ARCHIVE.tar.xz.00, .01, ... of so many MiB, for a way there that takes no more at once: there, cat ARCHIVE.tar.xz.* >ARCHIVE.tar.xz
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
archive=${1-}
[ $# -gt 0 ] && shift
usage() { echo "usage: bench/gpu/pack.sh ARCHIVE.tar.xz [--program DIR] [--providers DIR] [--piece MIB]" >&2; exit 2; }
case $archive in "" | -*) usage ;; esac
archive=$(readlink -m -- "$archive")
program="" providers="" piece=""
while [ $# -gt 0 ]; do
  case $1 in
    --program) [ -d "${2-}" ] || usage; program=$2 ;;
    --providers) [ -d "${2-}" ] || usage; providers=$2 ;;
    --piece) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || usage; piece=$2 ;;
    *) usage ;;
  esac
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

# FFmpeg's libraries, and of those they load the few that are called: compression, two codecs, and what looks at every file (libgme) or is
# looked for by .NET under the same name (OpenSSL). What every glibc system has stays there; libcuda and libnvcuvid are the driver's.
located() { ldconfig -p | awk -v name="$1" '$1 == name && !found { print $NF; found = 1 }'; }
for library in libavutil.so libswresample.so libswscale.so libavcodec.so libavformat.so; do
  found=$(ldconfig -p | awk -v name="$library" '$1 ~ "^" name "\\.[0-9]+$" { print $NF }' | sort -V | tail -n 1)
  [ -n "$found" ] || { echo "pack.sh: $library.* is not installed (./sluice setup)" >&2; exit 1; }
  cp -L "$found" "$pack/lib/"
done
# Twice: what is copied is linked to others in its turn, what is empty to none.
for _ in 1 2; do
  for file in "$pack"/lib/*.so*; do readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; done | sort -u \
    | grep -vE '^(libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+|ld-linux[^/]*)\.so' | while read -r name; do
    [ -e "$pack/lib/$name" ] && continue
    case $name in
      libz.* | libbz2.* | liblzma.* | libx264.* | libdav1d.* | libgme.* | libssl.* | libcrypto.*) cp -L "$(located "$name")" "$pack/lib/" ;;
      *) "$here/stub.sh" "$(located "$name")" "$pack/lib/$name" ;;
    esac
  done
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
printf '%s: %s bytes\n' "$archive" "$(stat -c %s "$archive")"
if [ -n "$piece" ]; then
  rm -f "$archive".[0-9][0-9]
  split -b "${piece}M" -d "$archive" "$archive." && rm "$archive"
  ls -l "$archive".[0-9][0-9]
fi
