#!/usr/bin/env bash
# Makes a library that can be loaded in another's place and does nothing: stub.sh LIBRARY INTO
#
# All its functions give 0, all its variables are 0. For libraries that FFmpeg's are linked to and that nobody calls there: encoders, drawing,
# file protocols. The loader wants every symbol of theirs, by name and version, or it loads nothing.
set -euo pipefail

[ $# = 2 ] || { echo "usage: stub.sh LIBRARY INTO" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm -D -S --defined-only "$1" | awk -v script="$work/versions" '
  BEGIN { print ".text" }
  {
    sized = NF == 4; size = sized ? $2 : "1"; type = sized ? $3 : $2; name = sized ? $4 : $3
    # Of a name in several versions the one that new programs are linked to: NAME@@VERSION.
    isFirst = name ~ /@@/; version = ""
    if (split(name, part, /@+/) > 1) { name = part[1]; version = part[2] }
    if (type == "A") { known[name]; next } # the name of a version; some have no symbol of their own
    if (!(name in kind) || isFirst) { kind[name] = type; bytes[name] = size; of[name] = version }
  }
  END {
    for (name in kind) {
      if (of[name] != "") { known[of[name]]; names[of[name]] = names[of[name]] " " name ";" }
      if (kind[name] ~ /[TWwiu]/) code = code ".globl " name "\n.type " name ",@function\n" name ":\n"
      else data = data ".globl " name "\n.type " name ",@object\n.size " name ",0x" bytes[name] "\n.balign 16\n" name ":\n.skip 0x" bytes[name] "\n"
    }
    print code "xorl %eax,%eax\nret\n.bss\n" data ".section .note.GNU-stack,\"\",@progbits"
    for (version in known) print version " {" (names[version] == "" ? "" : " global:" names[version]) " };" > script
  }' >"$work/stub.s"
versions=()
[ -s "$work/versions" ] && versions=("-Wl,--version-script=$work/versions")
gcc -shared -nostdlib -Wl,-soname,"$(basename "$2")" "${versions[@]}" -o "$2" "$work/stub.s"
