#!/usr/bin/python3
"""A real RTSP server for tests and benches: plays H.264 and H.265 MP4 clips for ever, as cameras do, at rtsp://127.0.0.1:PORT/NAME.

usage: rtsp_server.py PORT [--user NAME:PASSWORD] [--auth basic|digest] [--jitter MS] [--wrap S] NAME=CLIP [NAME=CLIP ...]

All clients of a mount see one live stream, which goes on while anybody watches. Prints "ready" once it listens, ends when its standard
input closes. A line on standard input is a command, and is answered by one line that begins with "ok" or "error":
    clients          how many play, by mount
    kill NAME        close the connections that play a mount
    stall NAME S     send nothing for S seconds
    drop NAME N      leave out the next N pictures
    remove NAME      answer 404 from now on, and close those that play
    add NAME CLIP    mount a clip, which may be another one than before
"""
import argparse
import random
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

RTP_RATE_HZ = 90_000

# By the box of an MP4 that holds their parameter sets.
CODECS = {"h264": b"avcC", "h265": b"hvcC"}


class Clip:
    """A clip's pictures in coding order, kept in memory: what a camera's encoder would give."""

    known = {}

    def __init__(self, path):
        with open(path, "rb") as file:
            content = file.read()
        self.codec = next((codec for codec, box in CODECS.items() if box in content), None)
        if self.codec is None:
            raise ValueError(f"{path} holds neither H.264 nor H.265")
        samples = self.read(path, self.codec)
        self.caps = samples[0].get_caps().to_string()
        buffers = [sample.get_buffer() for sample in samples]
        decode = [b.dts if b.dts != Gst.CLOCK_TIME_NONE else b.pts for b in buffers]
        first = min(b.pts for b in buffers)

        # A picture is shown when it was decoded or later: the shift that B-frames need.
        shift = max(d - decode[0] - (b.pts - first) for d, b in zip(decode, buffers))
        self.pictures = [(b.extract_dup(0, b.get_size()), b.pts - first + shift, d - decode[0]) for d, b in zip(decode, buffers)]
        self.length = max(b.pts for b in buffers) - first + buffers[0].duration

    @classmethod
    def of(cls, path):
        if path not in cls.known:
            cls.known[path] = cls(path)
        return cls.known[path]

    @staticmethod
    def read(path, codec):
        pipe = Gst.parse_launch(
            f'filesrc location="{path}" ! qtdemux ! {codec}parse config-interval=-1 ! '
            f"video/x-{codec},stream-format=byte-stream,alignment=au ! appsink name=out sync=false")
        pipe.set_state(Gst.State.PLAYING)
        samples = []
        while (sample := pipe.get_by_name("out").emit("pull-sample")) is not None:
            samples.append(sample)
        pipe.set_state(Gst.State.NULL)
        return samples


class Camera(GstRtspServer.RTSPMediaFactory):
    """One mount; its stream begins anew whenever the first client comes."""

    def __init__(self, clip, jitter, wrap):
        super().__init__()
        self.clip, self.jitter, self.wrap = clip, jitter, wrap
        self.stalled_until, self.left_out = 0.0, 0
        self.set_shared(True)
        self.set_protocols(GstRtsp.RTSPLowerTrans.TCP | GstRtsp.RTSPLowerTrans.UDP)

    def do_create_element(self, _url):
        self.at, self.loops, self.sent = 0, 0, 0
        codec = self.clip.codec
        # A few units off the round figure: FFmpeg takes 0 and -1 for no time at all.
        offset = "" if self.wrap is None else f"timestamp-offset={2**32 - 7 - int(self.wrap * RTP_RATE_HZ)}"
        bin_ = Gst.parse_launch(f"( appsrc name=src is-live=true format=time max-bytes=65536 block=false ! {codec}parse ! "
                                f"rtp{codec}pay name=pay0 pt=96 {offset} config-interval=-1 )")
        source = bin_.get_by_name("src")
        source.set_property("caps", Gst.Caps.from_string(self.clip.caps))
        source.connect("need-data", self.feed)
        return bin_

    def feed(self, source, _length):
        while (wait := self.stalled_until - time.monotonic()) > 0:
            time.sleep(min(wait, 0.1))
        while True:
            data, shown, decoded = self.clip.pictures[self.at]
            start = self.loops * self.clip.length
            self.at += 1
            if self.at == len(self.clip.pictures):
                self.at, self.loops = 0, self.loops + 1
            if self.left_out == 0:
                break
            self.left_out -= 1
        buffer = Gst.Buffer.new_wrapped(data)
        # Sent when it is decoded at the earliest, so a later time is a later packet; never before the one in front of it.
        self.sent = max(self.sent, start + decoded + int(random.random() * self.jitter))
        buffer.pts, buffer.dts = self.sent + shown - decoded, self.sent
        source.emit("push-buffer", buffer)


class Server:
    def __init__(self, arguments):
        self.server = GstRtspServer.RTSPServer()
        self.server.set_address("127.0.0.1")
        self.server.set_service(str(arguments.port))
        self.server.set_backlog(1024)
        self.mounts = self.server.get_mount_points()
        self.cameras, self.playing, self.permissions = {}, {}, None
        self.jitter, self.wrap = int(arguments.jitter * Gst.MSECOND), arguments.wrap
        if arguments.user:
            self.authenticate(*arguments.user.split(":", 1), arguments.auth)
        for mount in arguments.mounts:
            self.add(*mount.split("=", 1))
        self.server.connect("client-connected", self.connected)
        if self.server.attach(None) == 0:
            raise SystemExit(f"cannot listen on 127.0.0.1:{arguments.port}")

    def authenticate(self, user, password, method):
        auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        if method == "digest":
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
            auth.add_digest(user, password, token)
        else:
            auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
        self.server.set_auth(auth)
        self.permissions = GstRtspServer.RTSPPermissions()
        for right in ("media.factory.access", "media.factory.construct"):
            self.permissions.add_permission_for_role("viewer", right, True)

    def add(self, name, clip):
        camera = self.cameras[name] = Camera(Clip.of(clip), self.jitter, self.wrap)
        if self.permissions:
            camera.set_permissions(self.permissions)
        self.mounts.add_factory("/" + name, camera)

    def connected(self, _server, client):
        client.connect("play-request", lambda c, context: self.playing.__setitem__(c, context.uri.abspath.split("/")[1]))
        client.connect("closed", lambda c: self.playing.pop(c, None))

    def kill(self, name):
        victims = [client for client, mount in self.playing.items() if mount == name]
        for client in victims:
            client.close()
        return len(victims)

    def execute(self, words):
        match words:
            case ["clients"]:
                mounts = list(self.playing.values())
                return " ".join(f"{mount}={mounts.count(mount)}" for mount in sorted(set(mounts)))
            case ["kill", name]:
                return str(self.kill(name))
            case ["stall", name, seconds]:
                self.cameras[name].stalled_until = time.monotonic() + float(seconds)
            case ["drop", name, count]:
                self.cameras[name].left_out = int(count)
            case ["remove", name]:
                self.mounts.remove_factory("/" + name)
                return str(self.kill(name))
            case ["add", name, clip]:
                self.add(name, clip)
            case _:
                raise ValueError("unknown command")
        return ""

    def command(self, line):
        try:
            print("ok", self.execute(line.split()), flush=True)
        except (KeyError, ValueError) as fault:
            print(f"error {line.strip()}: {fault!r}", flush=True)
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("mounts", nargs="+")
    parser.add_argument("--user")
    parser.add_argument("--jitter", type=float, default=0, help="milliseconds that a picture is late at most")
    parser.add_argument("--wrap", type=float, help="seconds after which RTP's times begin again, as they do every half day")
    parser.add_argument("--auth", choices=["basic", "digest"], default="basic")
    Gst.init(None)
    loop = GLib.MainLoop()
    server = Server(parser.parse_args())
    print("ready", flush=True)

    def read_commands():
        for line in sys.stdin:
            GLib.idle_add(server.command, line)
        loop.quit()

    threading.Thread(target=read_commands, daemon=True).start()
    loop.run()


main()
