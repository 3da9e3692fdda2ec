#!/usr/bin/python3
"""Makes the embedding of whole scenes: 128 numbers that tell frames of one camera apart.

    models/scene/train.py                  render pictures of the procedural scene, fit, export
    models/scene/train.py --frames DIR     fit to pictures of your own cameras as well: a folder of JPEGs or PNGs for each
    models/scene/train.py --data DIR       reuse pictures rendered before

The first layers are those that models/demo/train.py has learnt on the procedural scene; what they see in each of 4 x 4 parts of the frame is
averaged. What is fitted here, without labels, is which 128 directions of that are kept: those in which frames of one and the same camera differ
most. Runs on the CPU in a minute or two, with Debian's python3-torch, python3-onnx, python3-numpy, and python3-opencv for --frames.
"""
import argparse
import glob
import json
import os
import subprocess

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WIDTH, HEIGHT, GRID, LENGTH = 256, 160, 4, 128


def trunk():
    """The detector's nodes up to the sum behind its third halving, in order, and their weights."""
    graph = onnx.load(os.path.join(ROOT, "models", "demo", "model.onnx")).graph
    nodes = []
    for node in graph.node:
        nodes.append(node)
        if node.op_type == "Add":
            break
    if {node.op_type for node in nodes} != {"Conv", "Relu", "Add"}:
        raise SystemExit("models/demo/model.onnx does not begin with convolutions up to a sum; is it another network?")
    used = {name for node in nodes for name in node.input}
    return graph.input[0].name, nodes, [w for w in graph.initializer if w.name in used]


class Trunk:
    """Runs these nodes in torch."""

    def __init__(self):
        self.input, self.nodes, weights = trunk()
        self.weights = {w.name: torch.from_numpy(numpy_helper.to_array(w).astype(np.float32)) for w in weights}

    @torch.no_grad()
    def __call__(self, pictures):
        """Unit vectors [n, channels * GRID * GRID] of pictures [n, 3, HEIGHT, WIDTH], RGB 0..1."""
        values = {self.input: pictures}
        for node in self.nodes:
            x = values[node.input[0]]
            if node.op_type == "Conv":
                a = {p.name: list(p.ints) or p.i for p in node.attribute}
                y = F.conv2d(x, self.weights[node.input[1]], self.weights[node.input[2]], a["strides"], a["pads"][:2], groups=a.get("group", 1))
            else:
                y = F.relu(x) if node.op_type == "Relu" else x + values[node.input[1]]
            values[node.output[0]] = y
        return F.normalize(F.adaptive_avg_pool2d(y, GRID).flatten(1), dim=1).numpy()


def rendered(folder):
    """Pictures of the procedural scene, scene by scene."""
    with open(os.path.join(folder, "meta.json"), encoding="utf-8") as f:
        meta = json.load(f)
    if (meta["width"], meta["height"]) != (WIDTH, HEIGHT):
        raise SystemExit(f"{folder} has pictures of {meta['width']}x{meta['height']}; {WIDTH}x{HEIGHT} are needed.")
    pictures = np.memmap(os.path.join(folder, "images.bin"), np.uint8, "r").reshape(-1, 3, HEIGHT, WIDTH)
    with open(os.path.join(folder, "truth.jsonl"), encoding="utf-8") as f:
        seeds = [json.loads(line)["seed"] for line in f]
    for seed in sorted(set(seeds)):
        yield np.stack([pictures[i] for i, s in enumerate(seeds) if s == seed])


def own(folder):
    """A user's pictures, camera by camera: stretched, as the engine does it for this model."""
    import cv2
    for camera in sorted(d for d in glob.glob(os.path.join(folder, "*")) if os.path.isdir(d)) or [folder]:
        files = sorted(p for p in glob.glob(os.path.join(camera, "**", "*"), recursive=True) if p.lower().endswith((".jpg", ".jpeg", ".png")))
        found = [p for p in (cv2.imread(f) for f in files) if p is not None]
        if len(found) < 8:
            raise SystemExit(f"{camera}: {len(found)} pictures; a camera needs at least 8.")
        yield np.stack([cv2.resize(p, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)[..., ::-1].transpose(2, 0, 1) for p in found])


def fit(cameras):
    """Directions [LENGTH, n], orthonormal: the mean, then those in which frames of one camera differ most; and the share of that they keep."""
    run, spread, mean, count = Trunk(), 0, 0, 0
    for pictures in cameras:
        vectors = np.concatenate([run(torch.from_numpy(pictures[i:i + 32].astype(np.float32) / 255)) for i in range(0, len(pictures), 32)]).astype(np.float64)
        within = vectors - vectors.mean(0)
        # Every camera counts alike, however much there is of it and however lively it is.
        spread = spread + within.T @ within / max(1e-12, np.trace(within.T @ within))
        mean, count = mean + vectors.mean(0), count + 1
        print(f"\r{count} cameras", end="", flush=True)
    mean = mean / np.linalg.norm(mean)
    # The mean is a direction of its own, so that vectors keep their length.
    away = np.eye(len(mean)) - np.outer(mean, mean)
    values, vectors = np.linalg.eigh(away @ spread @ away)
    best = vectors[:, ::-1][:, :LENGTH - 1].T
    print(f"; {LENGTH} of {len(mean)} directions keep {values[::-1][:LENGTH - 1].sum() / np.trace(spread):.1%} of what differs within a camera")
    return np.concatenate([mean[None], best]).astype(np.float32)


def export(directions, path):
    name, nodes, weights = trunk()
    cell = [HEIGHT // 8 // GRID, WIDTH // 8 // GRID]
    tail = [
        helper.make_node("AveragePool", [nodes[-1].output[0]], ["parts"], kernel_shape=cell, strides=cell),
        helper.make_node("Flatten", ["parts"], ["flat"]),
        helper.make_node("MatMul", ["flat", "directions"], ["kept"]),
        helper.make_node("ReduceL2", ["kept"], ["length"], axes=[1], keepdims=1),
        helper.make_node("Div", ["kept", "length"], ["vector"]),
    ]
    weights = list(weights) + [numpy_helper.from_array(np.ascontiguousarray(directions.T), "directions")]
    graph = helper.make_graph(
        list(nodes) + tail, "scene",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3, HEIGHT, WIDTH])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", LENGTH])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="sluice")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)
    print(f"{path}: {os.path.getsize(path):,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="pictures rendered before; rendered when left out")
    parser.add_argument("--frames", help="pictures of your own cameras, a folder each")
    parser.add_argument("--seeds", type=int, default=60, help="procedural scenes (60)")
    parser.add_argument("--out", default=os.path.join(HERE, "model.onnx"))
    arguments = parser.parse_args()
    data = arguments.data or os.path.join(ROOT, "out", "scene-embedding")
    if not arguments.data:
        subprocess.run([os.path.join(ROOT, "sluice"), "scene", "export", "--out", data, "--last-seed", str(arguments.seeds),
                        "--frames", "20", "--size", f"{WIDTH}x{HEIGHT}"], check=True)

    def cameras():
        yield from rendered(data)
        if arguments.frames:
            yield from own(arguments.frames)

    export(fit(cameras()), arguments.out)


if __name__ == "__main__":
    main()
