"""Decodes a video with the ffmpeg program, and with "job": "convert" scales it into a model's input and turns it into packed RGB too.

Takes one JSON object as its argument (see README.md) and prints one; times are ffmpeg's own (-benchmark). Exits with 3 when it is not here.
"""

import json
import re
import shutil
import subprocess
import sys


def main():
    job = json.loads(sys.argv[1])
    if shutil.which("ffmpeg") is None:
        print("ffmpeg: not found", file=sys.stderr)
        sys.exit(3)
    filters = []
    if job["job"] == "convert":
        size = f"{job['width']}:{job['height']}"
        filters = ["-vf", f"scale={size}:force_original_aspect_ratio=decrease:flags=bilinear,format={job['color']}24"]
    threads = str(job["threads"])
    ran = subprocess.run(["ffmpeg", "-v", "info", "-nostats", "-benchmark", "-threads", threads, "-filter_threads", threads, "-i", job["video"],
                          "-map", "0:v:0", *filters, "-fps_mode", "passthrough", "-f", "null", "-progress", "-", "-"],
                         capture_output=True, text=True, check=False)
    times = re.search(r"bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s", ran.stderr)
    if ran.returncode != 0 or times is None:
        print(ran.stderr[-300:], file=sys.stderr)
        sys.exit(1)
    user, system, wall = map(float, times.groups())
    frames = int(re.findall(r"^frame=\s*(\d+)", ran.stdout, re.MULTILINE)[-1])
    print(json.dumps({"what": "ffmpeg", "frames": frames, "seconds": wall, "cpu_seconds": user + system}))


main()
