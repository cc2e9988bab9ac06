"""One training run: windows in, weights out."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
import torch.distributed as dist

from training.corpora import UNLABELLED, Document, relations
from training.losses import losses
from training.network import HEAD, Encoder, Network
from training.settings import LOSS_WEIGHTS, TAGS, WORK, Run

CLS, SEP, MASK = 101, 102, 103
# Weights whose rows tell how slim a network is.
SIZED = ("intermediate.dense", "attention.self.query")
NO_LINE_BREAKS, NO_CASE = 0.15, 0.05  # share of windows read without their line breaks, without their capitals

Window = tuple[Document, int, int]


def windows(doc: Document, size: int, stride: int, offset: int = 0) -> list[Window]:
    """Overlapping windows of at most `size` pieces, each beginning at a word."""
    words, total = doc.pieces.words, len(doc.pieces)
    edges = np.append(words, total)

    def at_word(x: int) -> int:
        return int(edges[np.searchsorted(edges, x, side="right") - 1])

    out, low = [], at_word(offset) if offset else 0
    while True:
        high = at_word(low + size)
        high = high if high > low else min(low + size, total)
        out.append((doc, low, high))
        if high >= total:
            return out
        following = at_word(low + stride)
        low = min(high, following) if following > low else high


def collate(batch: Sequence[Window], rng: random.Random | None = None) -> dict[str, torch.Tensor]:
    """Windows side by side, padded.  With `rng`, layout is sometimes hidden (see NO_LINE_BREAKS and NO_CASE)."""
    longest = max(b - a for _, a, b in batch) + 2
    shape = (len(batch), longest)
    out = {name: np.zeros(shape, np.int64) for name in ("ids", "mask", "layout")}
    whole = {name: all(getattr(d, name) is not None for d, _, _ in batch) for name in ("wanted", "head")}
    if whole["wanted"]:
        most = max(words_in(d, a, b)[1] - words_in(d, a, b)[0] for d, a, b in batch)
        out["wanted"] = np.zeros((len(batch), most, len(TAGS), len(TAGS)), np.float32)
        out["word_at"] = np.zeros((len(batch), most), np.int64)
        out["words"] = np.zeros(len(batch), np.int64)
        out["tag"], out["owner"] = np.full(shape, UNLABELLED), np.full(shape, -1)
    soft = {"upos": "upos", "cut": "cut", "name": "entity"}
    for name, attribute in soft.items():
        width = next((getattr(d, attribute).shape[1] for d, _, _ in batch if getattr(d, attribute) is not None), 0)
        if width:
            out[name] = np.zeros((*shape, width), np.float32)
    if whole["head"]:
        out["head"], out["relation"] = np.full(shape, UNLABELLED), np.full(shape, UNLABELLED)
        out["sentence"] = np.full(shape, -1)
    for row, (d, a, b) in enumerate(batch):
        n = b - a
        inside = slice(1, n + 1)
        out["ids"][row, 0], out["ids"][row, n + 1] = CLS, SEP
        out["ids"][row, inside] = d.pieces.ids[a:b]
        out["mask"][row, : n + 2] = 1
        layout = d.pieces.layout[a:b].copy()
        if rng and rng.random() < NO_LINE_BREAKS:
            layout[(layout - 1) % 3 == 2] -= 1
        if rng and rng.random() < NO_CASE:
            layout = 1 + (layout - 1) % 3
        out["layout"][row, inside] = layout
        if whole["wanted"]:
            first, last = words_in(d, a, b)
            out["words"][row] = last - first
            out["word_at"][row, : last - first] = d.pieces.words[first:last] - a + 1
            out["wanted"][row, : last - first] = d.wanted[first:last]
            out["tag"][row, inside], out["owner"][row, inside] = d.tag[a:b], d.owner[a:b]
        for name, attribute in soft.items():
            if name in out and getattr(d, attribute) is not None:
                out[name][row, inside] = getattr(d, attribute)[a:b]
        if whole["head"]:
            head = d.head[a:b]
            within = (head >= a) & (head < b)
            out["head"][row, inside] = np.where(head == -1, 0, np.where(within, head - a + 1, UNLABELLED))
            out["relation"][row, inside] = d.relation[a:b]
            out["sentence"][row, inside] = d.sentence[a:b]
    return {name: torch.from_numpy(value) for name, value in out.items()}


def words_in(doc: Document, a: int, b: int) -> tuple[int, int]:
    first, last = np.searchsorted(doc.pieces.words, [a, b])
    return int(first), int(last)


def epoch(docs: list[Document], run: Run, rng: random.Random) -> list[list[Window]]:
    """All windows of the corpora, cut anew, in batches of like length and one kind of labels.

    Of documents with one name, versions of one text, one is drawn.
    """
    groups = defaultdict(list)
    versions = defaultdict(list)
    for doc in docs:
        versions[doc.name].append(doc)
    for doc in [rng.choice(same) for same in versions.values()]:
        offset = rng.randrange(min(run.stride, max(1, len(doc.pieces) - 1))) if len(doc.pieces) > 2 * run.window else 0
        for window in windows(doc, run.window, run.stride, offset):
            groups[doc.wanted is None, doc.head is None].append(window)
        if offset:  # the head of the text, which the offset would leave out
            groups[doc.wanted is None, doc.head is None].append((doc, 0, int(windows(doc, offset, offset)[0][2])))
    batches = []
    for group in groups.values():
        group.sort(key=lambda w: (w[2] - w[1]) // 16 + rng.random() * 0.9)
        batches += [group[i : i + run.batch] for i in range(0, len(group), run.batch)]
    rng.shuffle(batches)
    return batches


def fit(run: Run, docs: list[Document], base: str) -> Network:
    """Trains and writes WORK/run/{model.pt,info.json}; under torchrun every process takes its share of the batches."""
    world, rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
    torch.set_num_threads(1)
    if world > 1:
        dist.init_process_group("gloo")
    random.seed(run.seed + rank)
    np.random.seed(run.seed + rank)
    torch.manual_seed(run.seed)
    names = relations()
    net = load(run.start, base) if run.start else Network(Encoder(base), len(names))
    if run.heads and run.inner:
        from training.prune import pruned

        state = pruned(net, docs, run)
        net.encoder.slim(run.heads, run.inner)
        net.load_state_dict(state)
    if run.frozen_layers:
        net.encoder.freeze(run.frozen_layers)
    torch.manual_seed(run.seed + rank)
    parameters = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    body = [p for n, p in parameters if n.startswith("encoder.body") and "token_type" not in n]
    heads = [p for n, p in parameters if not n.startswith("encoder.body") or "token_type" in n]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": run.rate}, {"params": heads, "lr": run.head_rate}], weight_decay=0.01, eps=1e-6
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    everything = [p for _, p in parameters]
    rng = random.Random(run.seed)
    total = math.ceil(len(epoch(docs, run, random.Random(run.seed))) * run.epochs / world)
    began, seen, step = time.time(), defaultdict(list), 0
    batches: list[list[Window]] = []
    while step < total:
        if len(batches) < world:
            batches = epoch(docs, run, rng)
        turn = [batches.pop() for _ in range(world)]
        batch = collate(turn[rank], random.Random(f"{run.seed} {step} {rank}"))
        hide = (torch.rand(batch["ids"].shape) < run.masked) & (batch["mask"] > 0)
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(batch["ids"].masked_fill(hide, MASK), batch["layout"], batch["mask"])
        parts = losses(net, out, batch)
        parts["name"] = run.names * parts["name"]
        sum(LOSS_WEIGHTS[name] * value for name, value in parts.items()).backward()
        for name, value in parts.items():
            seen[name].append(value.item())
        if world > 1:
            grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in everything]
            flat = torch._utils._flatten_dense_tensors(grads)
            dist.all_reduce(flat)
            flat /= world
            for p, g in zip(everything, torch._utils._unflatten_dense_tensors(flat, grads), strict=True):
                p.grad = g
        torch.nn.utils.clip_grad_norm_(everything, 1.0)
        progress = step / total
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, (progress + 1e-3) / 0.06) * (1 - progress)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        if rank == 0 and (step % 50 == 0 or step in (5, 20)):
            mean = " ".join(f"{n} {np.mean(v):.3f}" for n, v in sorted(seen.items()))
            print(f"{run.name} {step}/{total} {(time.time() - began) / step:.2f} s/step  {mean}", flush=True)
            seen.clear()
        if rank == 0 and step % 400 == 0:
            save(run, net, names, step, (time.time() - began) / 60)
    if rank == 0:
        save(run, net, names, step, (time.time() - began) / 60)
    return net


def save(run: Run, net: Network, names: list[str], steps: int, minutes: float) -> None:
    folder = WORK / run.name
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), folder / "model.pt")
    info = {"relations": names, "steps": steps, "minutes": round(minutes, 1), "torch": torch.__version__}
    (folder / "info.json").write_text(json.dumps(info, indent=1))


def load(name: str, base: str, attention: str = "sdpa") -> Network:
    net = Network(Encoder(base, attention), len(relations()))
    state = torch.load(WORK / name / "model.pt", weights_only=True)
    if net.encoder.is_bert:
        inner, columns = (state[f"encoder.body.encoder.layer.0.{part}.weight"].shape[0] for part in SIZED)
        net.encoder.slim(columns // HEAD, inner)
    net.load_state_dict(state)
    return net.eval()
