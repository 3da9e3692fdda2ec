"""Decodes a video with GStreamer's decodebin, and with "job": "convert" scales it to a model's size and turns it into packed RGB too.

Takes one JSON object as its argument (see README.md) and prints one; times are from the first frame of the pipeline to its end, of this
process alone. Exits with 3 when GStreamer, or a decoder of it, is not here.
"""

import json
import resource
import sys
import time

try:
    import gi

    gi.require_version("Gst", "1.0")
    from gi.repository import Gst
except (ImportError, ValueError) as fault:
    print(f"{sys.executable}: {fault}", file=sys.stderr)
    sys.exit(3)


def main():
    job = json.loads(sys.argv[1])
    Gst.init(None)
    convert = ""
    if job["job"] == "convert":
        # The picture's shape is kept as a letterbox does; the border costs nothing and is left out.
        convert = (f"! videoscale method=bilinear ! videoconvert ! video/x-raw,format={job['color'].upper()},width={job['width']},"
                   f"height=[1,{job['height']}],pixel-aspect-ratio=1/1 ")
    pipeline = Gst.parse_launch(f"filesrc name=file ! decodebin {convert}! fakesink name=out sync=false signal-handoffs=true")
    pipeline.get_by_name("file").set_property("location", job["video"])
    count = 0

    def seen(*_):
        nonlocal count
        count += 1

    pipeline.get_by_name("out").connect("handoff", seen)
    pipeline.set_state(Gst.State.PAUSED)
    bus = pipeline.get_bus()
    ready = bus.timed_pop_filtered(30 * Gst.SECOND, Gst.MessageType.ASYNC_DONE | Gst.MessageType.ERROR)
    if ready is None or ready.type == Gst.MessageType.ERROR:
        print(ready.parse_error()[0].message if ready else "no frame within 30 s", file=sys.stderr)
        sys.exit(3)
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    pipeline.set_state(Gst.State.PLAYING)
    end = bus.timed_pop_filtered(Gst.CLOCK_TIME_NONE, Gst.MessageType.EOS | Gst.MessageType.ERROR)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    if end.type == Gst.MessageType.ERROR:
        print(end.parse_error()[0].message, file=sys.stderr)
        sys.exit(1)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pipeline.set_state(Gst.State.NULL)
    print(json.dumps({"what": Gst.version_string(), "frames": count, "seconds": seconds, "cpu_seconds": cpu}))


main()
