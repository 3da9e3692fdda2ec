"""Finds objects in a video with OpenCV alone: cv2.VideoCapture decodes, cv2.dnn runs the model.

Takes one JSON object as its argument (see README.md) and prints one. Times are without start-up and the loading of the model.
Exits with 3 when OpenCV is not here.
"""

import json
import resource
import sys
import time

try:
    import cv2
    import numpy as np
except ImportError as fault:
    print(f"{sys.executable}: {fault}", file=sys.stderr)
    sys.exit(3)


def grid(width, height):
    """Cell corners and strides of a YOLOX head, one row a candidate."""
    cells, strides = [], []
    for stride in (8, 16, 32):
        xs, ys = np.meshgrid(np.arange(width // stride), np.arange(height // stride))
        cells.append(np.stack((xs, ys), 2).reshape(-1, 2))
        strides.append(np.full((cells[-1].shape[0], 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)


def main():
    job = json.loads(sys.argv[1])
    width, height = job["width"], job["height"]
    net = cv2.dnn.readNetFromONNX(job["model"])
    cells, strides = grid(width, height)
    canvas = np.full((height, width, 3), job["pad"], np.uint8)

    def find(frame):
        ratio = min(width / frame.shape[1], height / frame.shape[0])
        size = (int(frame.shape[1] * ratio), int(frame.shape[0] * ratio))
        canvas[: size[1], : size[0]] = cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR)
        net.setInput(cv2.dnn.blobFromImage(canvas, scalefactor=job["scale"], swapRB=job["color"] == "rgb"))
        rows = net.forward()[0]
        classes = rows[:, 5:].argmax(1)
        scores = rows[:, 4] * rows[np.arange(len(rows)), 5 + classes]
        kept = scores >= job["score"]
        if not kept.any():
            return 0
        rows, classes, scores = rows[kept], classes[kept], scores[kept]
        centres = (rows[:, :2] + cells[kept]) * strides[kept]
        sizes = np.exp(rows[:, 2:4]) * strides[kept]
        boxes = np.concatenate(((centres - sizes / 2) / ratio, sizes / ratio), 1)
        # Boxes of different classes are moved apart, so that one pass suppresses within each.
        apart = boxes.copy()
        apart[:, :2] += classes[:, None] * 100000.0
        return len(cv2.dnn.NMSBoxes(apart.tolist(), scores.tolist(), job["score"], job["iou"]))

    find(np.zeros((height, width, 3), np.uint8))
    video = cv2.VideoCapture(job["video"])
    frames = objects = 0
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    while True:
        more, frame = video.read()
        if not more:
            break
        objects += find(frame)
        frames += 1
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"what": f"OpenCV {cv2.__version__}", "frames": frames, "objects": objects, "seconds": seconds, "cpu_seconds": cpu}))


main()
