#!/usr/bin/python3
"""Trains the demo detector on the procedural scene and exports it as ONNX in the YOLOv8 output layout.

Runs on the CPU with Debian's python3-torch, python3-onnx and python3-numpy; training takes half an hour:

    models/demo/train.py                 render, train, measure, export
    models/demo/train.py --data DIR      reuse pictures rendered before

Pictures come from `./sluice scene export`; training and held-out scenes share no seed.
"""
import argparse
import json
import math
import os
import socket
import subprocess
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LABELS = ["person", "cyclist", "car", "truck", "bus", "animal"]
NC = len(LABELS)
WIDTH, HEIGHT = 512, 288
STRIDES = (8, 16, 32)


# --- model -----------------------------------------------------------------------------------------------------------

class Conv(nn.Sequential):
    """Convolution, batch norm, ReLU."""

    def __init__(self, cin, cout, k=3, s=1, groups=1):
        super().__init__(nn.Conv2d(cin, cout, k, s, k // 2, groups=groups, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True))


class Block(nn.Module):
    """A residual pair; `mid` narrows the way between."""

    def __init__(self, c, mid, k=1):
        super().__init__()
        self.a, self.b = Conv(c, mid, k), Conv(mid, c, 3)

    def forward(self, x):
        return x + self.b(self.a(x))


def twice(x):
    """Nearest-neighbour doubling by reshape alone: any runtime can do it, whatever the batch."""
    c, h, w = x.shape[1], x.shape[2], x.shape[3]
    x = x.reshape(-1, c, h, 1, w, 1)
    x = torch.cat([x, x], 5)
    return torch.cat([x, x], 3).reshape(-1, c, h * 2, w * 2)


def grid(stride):
    """Centres of a level's cells in pixels: one row of x, one column of y."""
    xs = (torch.arange(WIDTH // stride).float() + 0.5) * stride
    ys = (torch.arange(HEIGHT // stride).float() + 0.5) * stride
    return xs.reshape(1, 1, 1, -1), ys.reshape(1, 1, -1, 1)


class Detector(nn.Module):
    """Three levels, anchor-free: each cell says how far its box reaches left, up, right and down."""

    def __init__(self, neck=36):
        super().__init__()
        self.stem = nn.Sequential(Conv(3, 16, 3, 2), Conv(16, 24, 3, 2), Conv(24, 24))
        self.s8 = nn.Sequential(Conv(24, 48, 3, 2), Block(48, 48, 3))
        self.s16 = nn.Sequential(Conv(48, 64, 3, 2), Block(64, 32), Block(64, 32))
        self.s32 = nn.Sequential(Conv(64, 64, 3, 2), Block(64, 32), Block(64, 32))
        self.lateral = nn.ModuleList([Conv(c, neck, 1) for c in (48, 64, 64)])
        self.smooth = nn.ModuleList([nn.Sequential(Conv(neck, neck, 3, 1, neck), Conv(neck, neck, 1)) for _ in range(3)])
        self.tower_cls, self.tower_box = Conv(neck, neck), Conv(neck, neck)
        self.cls = nn.Conv2d(neck, NC, 1)
        self.box = nn.Conv2d(neck, 4, 1)
        nn.init.constant_(self.cls.bias, -math.log(99))
        nn.init.constant_(self.box.bias, 0.5)
        self.points = torch.cat([torch.stack(torch.broadcast_tensors(*grid(s))).reshape(2, -1) for s in STRIDES], 1)
        self.sizes = torch.cat([torch.full((1, HEIGHT // s * (WIDTH // s)), float(s)) for s in STRIDES], 1)

    def forward(self, x):
        """Class logits [n, nc, cells] and corners x1, y1, x2, y2 [n, 4, cells] in pixels."""
        a = self.s8(self.stem(x))
        b = self.s16(a)
        c = self.s32(b)
        top = self.lateral[2](c)
        middle = self.lateral[1](b) + twice(top)
        bottom = self.lateral[0](a) + twice(middle)
        logits, corners = [], []
        for f, smooth, s in zip((bottom, middle, top), self.smooth, STRIDES):
            f = smooth(f)
            cells = f.shape[2] * f.shape[3]
            logits.append(self.cls(self.tower_cls(f)).reshape(-1, NC, cells))
            reach = torch.exp(torch.clamp(self.box(self.tower_box(f)).float(), min=-8, max=4.5)) * s
            xs, ys = grid(s)
            sides = [xs - reach[:, 0:1], ys - reach[:, 1:2], xs + reach[:, 2:3], ys + reach[:, 3:4]]
            corners.append(torch.cat(sides, 1).reshape(-1, 4, cells))
        return torch.cat(logits, 2).float(), torch.cat(corners, 2)


class Exported(nn.Module):
    """The detector with its output as YOLOv8 gives it: [n, 4 + nc, cells], cx, cy, w, h, then scores 0 to 1."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images):
        logits, c = self.model(images)
        return torch.cat([(c[:, :2] + c[:, 2:]) * 0.5, c[:, 2:] - c[:, :2], torch.sigmoid(logits)], 1)


@torch.no_grad()
def adopt(model, path, pictures):
    """Takes over the weights of an exported model: each batch norm that was folded away is made anew from what its convolution gives here.

    Classes that the exported model lacks begin with what the new model has for them.
    """
    import onnx
    from onnx import numpy_helper
    graph = onnx.load(path).graph
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    exported = [[values[name] for name in node.input[1:]] for node in graph.node if node.op_type == "Conv"]
    # Layers in the order in which they run, which is the order of the file; the towers run once a level.
    order, hooks = [], []
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            hooks.append(module.register_forward_hook(lambda layer, *_: order.append(layer)))
    images = torch.from_numpy(np.array(pictures.images[::max(1, len(pictures) // 48)], np.float32) / 255)
    model.eval()
    model(images[:1])
    for hook in hooks:
        hook.remove()
    if len(order) != len(exported):
        raise SystemExit(f"{path}: {len(exported)} convolutions, this network has {len(order)}.")
    norms = {module[0]: module[1] for module in model.modules() if isinstance(module, Conv)}
    for layer, (weight, bias) in zip(order, exported):
        layer.weight.data[:len(weight)] = weight
        target = norms[layer].bias if layer in norms else layer.bias
        target.data[:len(bias)] = bias
        if layer in norms:
            norms[layer].running_var.fill_(1 - norms[layer].eps)
    before = model(images[:4])[0]
    given = {layer: [] for layer in norms}
    hooks = [layer.register_forward_hook(lambda layer, _, out: given[layer].append(out.transpose(0, 1).flatten(1))) for layer in norms]
    for k in range(0, len(images), 8):
        model(images[k:k + 8])
    for hook in hooks:
        hook.remove()
    for layer, norm in norms.items():
        all_ = torch.cat(given[layer], 1)
        mean, variance = all_.mean(1), all_.var(1)
        norm.bias.data += mean
        norm.weight.data = torch.sqrt(variance + norm.eps)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
    change = (model(images[:4])[0] - before).abs().max().item()
    model.train()
    print(f"{path}: {len(order)} convolutions taken over; logits differ by {change:.1e} at most", flush=True)


def fold(model):
    """Folds every batch norm into the convolution before it."""
    for module in model.modules():
        if isinstance(module, Conv):
            conv, norm = module[0], module[1]
            k = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            fused = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding, groups=conv.groups)
            fused.weight.data = conv.weight.data * k[:, None, None, None]
            fused.bias.data = norm.bias.data - norm.running_mean * k
            module[0], module[1] = fused, nn.Identity()
    return model


# --- data ------------------------------------------------------------------------------------------------------------

def render(folder, first, last, frames):
    command = [os.path.join(ROOT, "sluice"), "scene", "export", "--out", folder, "--first-seed", str(first), "--last-seed", str(last),
               "--frames", str(frames), "--size", f"{WIDTH}x{HEIGHT}"]
    print(" ".join(command), flush=True)
    subprocess.run(command, check=True)


class Pictures:
    """What `sluice scene export` wrote."""

    def __init__(self, folder):
        with open(os.path.join(folder, "meta.json"), encoding="utf-8") as f:
            meta = json.load(f)
        if (meta["width"], meta["height"]) != (WIDTH, HEIGHT) or meta["labels"] != LABELS:
            raise SystemExit(f"{folder}: {meta['width']}x{meta['height']} {meta['labels']}; this script trains {WIDTH}x{HEIGHT} {LABELS}.")
        self.images = np.memmap(os.path.join(folder, "images.bin"), np.uint8, "r").reshape(-1, 3, HEIGHT, WIDTH)
        with open(os.path.join(folder, "truth.jsonl"), encoding="utf-8") as f:
            self.truth = [json.loads(line) for line in f]
        self.boxes = []
        for line in self.truth:
            rows = [o["box"] + [o["class_id"], float(o["ignore"])] for o in line["objects"]]
            self.boxes.append(np.array(rows, np.float32).reshape(-1, 6))

    def __len__(self):
        return len(self.boxes)


def repeats(pictures):
    """How often each picture is shown an epoch: by its rarest class, 1 / sqrt(share of the pictures that have the class)."""
    has = np.array([[(rows[rows[:, 5] == 0, 4] == c).any() for c in range(NC)] for rows in pictures.boxes])
    return np.where(has, 1 / np.sqrt(has.mean(0).clip(min=1e-3)), 1).max(1)


def zoom(image, rows, rng):
    """A part of the picture, up to 1.6 times larger; what is mostly cut off is ignored."""
    factor = rng.uniform(1.05, 1.6)
    w, h = int(WIDTH / factor), int(HEIGHT / factor)
    x, y = rng.integers(0, WIDTH - w + 1), rng.integers(0, HEIGHT - h + 1)
    part = torch.from_numpy(np.ascontiguousarray(image[:, y:y + h, x:x + w]))[None]
    image = F.interpolate(part, (HEIGHT, WIDTH), mode="bilinear", align_corners=False)[0].numpy()
    scale = np.array([WIDTH / w, HEIGHT / h] * 2, np.float32)
    moved = (rows[:, :4] - np.array([x, y, x, y], np.float32)) * scale
    cut = moved.clip([0, 0, 0, 0], [WIDTH, HEIGHT, WIDTH, HEIGHT])
    area = lambda b: (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    left = area(cut) / (area(moved) + 1e-9)
    rows = np.concatenate([cut, rows[:, 4:]], 1).astype(np.float32)
    rows[left < 0.35, 5] = 1
    return image, rows[left > 0.02]


def batch(pictures, picks, rng):
    """Pictures 0..1, mirrored and relit by chance, with their boxes."""
    images, boxes = [], []
    for i in picks:
        image, rows = np.array(pictures.images[i]), pictures.boxes[i].copy()
        if rng.random() < 0.5:
            image = image[:, :, ::-1]
            rows[:, [0, 2]] = WIDTH - rows[:, [2, 0]]
        image = image.astype(np.float32)
        if rng.random() < 0.4:
            image, rows = zoom(image, rows, rng)
        if rng.random() < 0.8:
            gain = rng.uniform(0.75, 1.3) * rng.uniform(0.93, 1.07, (3, 1, 1)).astype(np.float32)
            image = np.clip((image - 114) * gain + 114 + rng.uniform(-18, 18), 0, 255)
        images.append(image / 255)
        boxes.append(torch.from_numpy(rows))
    return torch.from_numpy(np.stack(images).astype(np.float32)), boxes


# --- loss ------------------------------------------------------------------------------------------------------------

def iou_pairs(a, b):
    """IoU of every box of a [..., n, 4] with every one of b [..., m, 4]."""
    low = torch.maximum(a[..., :, None, :2], b[..., None, :, :2])
    high = torch.minimum(a[..., :, None, 2:], b[..., None, :, 2:])
    both = (high - low).clamp(min=0).prod(-1)
    area = lambda x: (x[..., 2] - x[..., 0]).clamp(min=0) * (x[..., 3] - x[..., 1]).clamp(min=0)
    return both / (area(a)[..., :, None] + area(b)[..., None, :] - both + 1e-7)


def ciou(a, b):
    """Complete IoU of rows of boxes."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    both = (high - low).clamp(min=0).prod(1)
    wa, ha, wb, hb = a[:, 2] - a[:, 0], a[:, 3] - a[:, 1], b[:, 2] - b[:, 0], b[:, 3] - b[:, 1]
    iou = both / (wa * ha + wb * hb - both + 1e-7)
    span = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    apart = (((a[:, :2] + a[:, 2:]) - (b[:, :2] + b[:, 2:])) ** 2).sum(1) / 4
    v = 4 / math.pi ** 2 * (torch.atan(wb / (hb + 1e-7)) - torch.atan(wa / (ha + 1e-7))) ** 2
    with torch.no_grad():
        alpha = v / (1 - iou + v + 1e-7)
    return iou - apart / ((span ** 2).sum(1) + 1e-7) - alpha * v


@torch.no_grad()
def assign(scores, corners, points, sizes, rows):
    """Which cells answer for which box of one picture: the best aligned by score * IoU^k among those inside it.

    Returns target scores [cells, nc], the box each cell answers for (-1 none), and which cells count as background.
    """
    cells = points.shape[1]
    target = torch.zeros(cells, NC)
    owner = torch.full((cells,), -1, dtype=torch.long)
    counts = torch.ones(cells)
    ignored = rows[rows[:, 5] > 0, :4]
    if len(ignored):
        p = points.T[:, None]
        counts[((p > ignored[None, :, :2]) & (p < ignored[None, :, 2:])).all(2).any(1)] = 0
    real = rows[rows[:, 5] == 0]
    if len(real) == 0:
        return target, owner, counts, real
    p = points.T[None]
    inside = ((p > real[:, None, :2]) & (p < real[:, None, 2:4])).all(2)
    centre = (real[:, None, :2] + real[:, None, 2:4]) / 2
    near = ((p - centre).abs() < sizes[0][None, :, None] * 0.8).all(2)
    # A level's cells suit boxes of its own scale: the box's longer side is 1 to 16 strides, with slack at the ends.
    iou = iou_pairs(real[:, :4], corners)
    score = scores[:, real[:, 4].long()].T
    align = score.clamp(min=1e-4).sqrt() * iou.clamp(min=1e-4) ** 4 * (inside | near)
    take = min(8, cells)
    top, index = align.topk(take, 1)
    # As many cells as the boxes' overlaps add up to, at least one.
    keep = (iou.gather(1, index).sum(1).round().clamp(min=2, max=take).long())
    chosen = torch.zeros_like(align, dtype=torch.bool)
    chosen.scatter_(1, index, (torch.arange(take)[None] < keep[:, None]) & (top > 0))
    claim = torch.where(chosen, align, torch.zeros(()))
    best, who = claim.max(0)
    taken = best > 0
    owner[taken] = who[taken]
    chosen &= owner[None] == torch.arange(len(real))[:, None]
    peak = torch.where(chosen, align, torch.zeros(())).amax(1, keepdim=True)
    overlap = torch.where(chosen, iou, torch.zeros(())).amax(1, keepdim=True)
    soft = (align / (peak + 1e-9) * overlap.clamp(min=0.3))
    cell = torch.nonzero(taken)[:, 0]
    target[cell, real[owner[cell], 4].long()] = soft[owner[cell], cell].clamp(0, 1)
    counts[taken] = 1
    return target, owner, counts, real


def loss_of(model, logits, corners, boxes):
    targets, counts, pred, want, weights = [], [], [], [], []
    detached = corners.detach().transpose(1, 2)
    scores = logits.detach().sigmoid().transpose(1, 2)
    for i, rows in enumerate(boxes):
        target, owner, count, real = assign(scores[i], detached[i], model.points, model.sizes, rows)
        targets.append(target)
        counts.append(count)
        cell = torch.nonzero(owner >= 0)[:, 0]
        if len(cell):
            pred.append(corners[i].T[cell])
            want.append(real[owner[cell], :4])
            weights.append(target[cell].sum(1))
    target, count = torch.stack(targets), torch.stack(counts)
    total = target.sum().clamp(min=1)
    raw = logits.transpose(1, 2)
    p = raw.sigmoid().detach()
    focus = torch.where(target > 0, (target - p).abs() ** 1.0 + target * 0.5, 0.75 * p ** 2)
    cls = (F.binary_cross_entropy_with_logits(raw, target, reduction="none") * focus * count[..., None]).sum() / total
    if not pred:
        return cls, cls * 0
    weight = torch.cat(weights)
    box = ((1 - ciou(torch.cat(pred), torch.cat(want))) * weight).sum() / total
    return cls, box


# --- measure ---------------------------------------------------------------------------------------------------------

def suppress(boxes, scores, limit=0.5):
    order = np.argsort(-scores)
    keep = []
    while len(order):
        i = order[0]
        keep.append(i)
        rest = order[1:]
        low, high = np.maximum(boxes[i, :2], boxes[rest, :2]), np.minimum(boxes[i, 2:], boxes[rest, 2:])
        both = np.clip(high - low, 0, None).prod(1)
        area = lambda b: (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
        order = rest[both / (area(boxes[i]) + area(boxes[rest]) - both + 1e-9) <= limit]
    return keep


@torch.no_grad()
def measure(model, pictures, least=0.02):
    """Average precision at IoU 0.5 by class, over 101 recall points; ignored objects neither help nor harm."""
    model.eval()
    found = [[] for _ in range(NC)]
    wanted = [0] * NC
    for start in range(0, len(pictures), 16):
        images = torch.from_numpy(np.array(pictures.images[start:start + 16], np.float32) / 255)
        logits, corners = model(images)
        for k in range(len(images)):
            rows = pictures.boxes[start + k]
            scores, boxes = logits[k].sigmoid().T.numpy(), corners[k].T.numpy()
            for c in range(NC):
                mine = rows[rows[:, 4] == c]
                wanted[c] += int((mine[:, 5] == 0).sum())
                pick = scores[:, c] > least
                b, s = boxes[pick].clip([0, 0, 0, 0], [WIDTH, HEIGHT, WIDTH, HEIGHT]), scores[pick, c]
                keep = suppress(b, s)
                used = np.zeros(len(mine), bool)
                overlap = iou_pairs(torch.from_numpy(b[keep]), torch.from_numpy(mine[:, :4])).numpy() if keep and len(mine) else None
                for row, i in enumerate(keep):
                    hit = ignored = False
                    if overlap is not None:
                        order = np.where(mine[:, 5] == 0, overlap[row], overlap[row] - 2)
                        order[used] = -9
                        j = int(order.argmax())
                        hit = order[j] >= 0.5
                        ignored = not hit and bool((overlap[row][mine[:, 5] > 0] >= 0.5).any())
                        if hit:
                            used[j] = True
                    if not ignored:
                        found[c].append((s[i], hit))
    model.train()
    result = []
    for c in range(NC):
        if wanted[c] == 0:
            result.append(float("nan"))
            continue
        rows = sorted(found[c], key=lambda r: -r[0])
        hits = np.cumsum([r[1] for r in rows]) if rows else np.zeros(1)
        precision = hits / np.arange(1, len(hits) + 1)
        recall = hits / wanted[c]
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        at = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
        result.append(float(np.mean([precision[i] if i < len(precision) else 0 for i in at])))
    return result, wanted


# --- train -----------------------------------------------------------------------------------------------------------

def train(arguments):
    """Trains in one process a core: torch's own threads spin while they wait, which a shared machine cannot bear."""
    if arguments.processes > 1:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        torch.multiprocessing.spawn(worker, (port, arguments), arguments.processes)
    else:
        worker(0, 0, arguments)
    return torch.load(os.path.join(arguments.data, "weights.pt"))


def share(model, seconds, processes):
    """Averages gradients, and the clock, over the processes."""
    parameters = list(model.parameters())
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in parameters] + [torch.tensor([seconds])])
    dist.all_reduce(flat)
    flat /= processes
    at = 0
    for p in parameters:
        p.grad = flat[at:at + p.numel()].reshape(p.shape).clone()
        at += p.numel()
    return flat[-1].item()


def worker(rank, port, arguments):
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(arguments.seed + rank)
    together = arguments.processes > 1
    if together:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=arguments.processes)
    pictures, held = Pictures(os.path.join(arguments.data, "train")), Pictures(os.path.join(arguments.data, "val"))
    model = Detector()
    if arguments.resume:
        model.load_state_dict(torch.load(arguments.resume))
    elif arguments.exported:
        adopt(model, arguments.exported, pictures)
    model = model.to(memory_format=torch.channels_last)
    often = repeats(pictures)
    if rank == 0:
        print(f"{len(pictures)} pictures, {len(held)} held out, {sum(p.numel() for p in model.parameters())} weights", flush=True)
    decay = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=arguments.rate)
    mean = {k: v.clone() for k, v in model.state_dict().items()}
    order, began, seconds, step = [], time.time(), 0.0, 0
    while step < arguments.steps and seconds < 60 * arguments.minutes:
        # On a busy machine the schedule ends with the time, on a free one with the steps.
        k = max(step / arguments.steps, seconds / (60 * arguments.minutes))
        rate = arguments.rate * min(1, (step + 1) / 150) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * k)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        if len(order) < arguments.batch:
            order = list(rng.permutation(np.repeat(np.arange(len(pictures)), (often + rng.random(len(often))).astype(int))))
        images, boxes = batch(pictures, [order.pop() for _ in range(arguments.batch)], rng)
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bf16):
            logits, corners = model(images.to(memory_format=torch.channels_last))
        cls, box = loss_of(model, logits, corners, boxes)
        optimizer.zero_grad(set_to_none=True)
        (cls + 2 * box).backward()
        seconds = time.time() - began
        if together:
            seconds = share(model, seconds, arguments.processes)
        nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimizer.step()
        step += 1
        if rank != 0:
            continue
        keep = min(0.998, step / (step + 20))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                mean[name].mul_(keep).add_(value, alpha=1 - keep)
            else:
                mean[name].copy_(value)
        if step % 25 == 0:
            print(f"step {step}/{arguments.steps}  cls {cls.item():.3f}  box {box.item():.3f}  "
                  f"{step * arguments.batch * arguments.processes / seconds:.1f} pictures/s  {seconds:.0f} s", flush=True)
        if step % 200 == 0:
            torch.save(mean, os.path.join(arguments.data, "weights.pt"))
    if rank == 0:
        torch.save(mean, os.path.join(arguments.data, "weights.pt"))


def report(weights, held, title):
    model = Detector()
    model.load_state_dict(weights)
    each, wanted = measure(model, held)
    parts = "  ".join(f"{LABELS[c]} {each[c]:.3f} ({wanted[c]})" for c in range(NC))
    print(f"{title}: mAP50 {np.nanmean(each):.4f}   {parts}", flush=True)
    return each


def export(weights, path):
    """Writes the ONNX file."""
    model = Detector()
    model.load_state_dict(weights)
    model.eval()
    torch.onnx.export(Exported(fold(model)).eval(), torch.zeros(1, 3, HEIGHT, WIDTH), path, opset_version=13, input_names=["images"],
                      output_names=["output0"], dynamic_axes={"images": {0: "n"}, "output0": {0: "n"}}, do_constant_folding=True)
    shorten(path)
    print(f"{path}: {os.path.getsize(path)} bytes")


def shorten(path):
    """Gives every value a short name and drops what no runtime reads: a twentieth of the file."""
    import onnx
    model = onnx.load(path)
    graph = model.graph
    names = {"images": "images", "output0": "output0", "": ""}
    short = lambda name: names.setdefault(name, f"v{len(names):x}")
    for i, node in enumerate(graph.node):
        node.name, node.doc_string = f"n{i:x}", ""
        node.input[:], node.output[:] = [short(n) for n in node.input], [short(n) for n in node.output]
    for tensor in graph.initializer:
        tensor.name, tensor.doc_string = short(tensor.name), ""
    del graph.value_info[:]
    graph.doc_string = model.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder with train/ and val/; rendered there when they are missing", default="/tmp/sluice-demo-data")
    parser.add_argument("--out", default=os.path.join(HERE, "model.onnx"))
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=28, help="most time to train; the learning rate falls to its end by then")
    parser.add_argument("--batch", type=int, default=12, help="pictures a step and process")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--processes", type=int, default=2, help="one a core; their gradients are averaged")
    parser.add_argument("--fp32", dest="bf16", action="store_false", help="no mixed precision; bfloat16 halves the time on processors with AMX")
    parser.add_argument("--resume", help="weights.pt of an earlier run to go on from")
    parser.add_argument("--from", dest="exported", help="an exported model to begin with; classes that it lacks are learnt anew")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--export-only", action="store_true", help="export the weights of an earlier run")
    arguments = parser.parse_args()
    for name, seeds in (("train", (101, 260, 48)), ("val", (1001, 1024, 12))):
        folder = os.path.join(arguments.data, name)
        if not os.path.exists(os.path.join(folder, "meta.json")):
            render(folder, *seeds)
    if arguments.export_only:
        weights = torch.load(os.path.join(arguments.data, "weights.pt"))
    else:
        weights = train(arguments)
    report(weights, Pictures(os.path.join(arguments.data, "val")), "held-out scenes")
    export(weights, arguments.out)


if __name__ == "__main__":
    main()
