"""A trained network with fewer attention heads and fewer inner units: what it would miss least goes.

How much a unit would be missed is the slope of the loss when it is dimmed (Michel, Levy and Neubig 2019, "Are sixteen
heads really better than one?"): the sum of weight times gradient over the weights that read the unit.
"""

from __future__ import annotations

import random

import numpy as np
import torch
from torch import Tensor, nn

from training.corpora import Document
from training.fit import collate, epoch
from training.losses import losses
from training.network import HEAD, Network
from training.settings import LOSS_WEIGHTS, Run

BATCHES = 60  # of windows, to measure on


def missed(net: Network, docs: list[Document], run: Run) -> tuple[list[Tensor], list[Tensor]]:
    """How much each attention head and each inner unit would be missed, layer by layer."""
    layers = net.encoder.body.encoder.layer
    heads = [torch.zeros(layer.attention.self.num_attention_heads) for layer in layers]
    inner = [torch.zeros(layer.intermediate.dense.out_features) for layer in layers]
    net.eval()
    for windows in epoch(docs, run, random.Random(run.seed))[:BATCHES]:
        batch = collate(windows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(batch["ids"], batch["layout"], batch["mask"])
        parts = losses(net, out, batch)
        net.zero_grad()
        sum(LOSS_WEIGHTS[name] * value for name, value in parts.items()).backward()
        for n, layer in enumerate(layers):
            heads[n] += slopes(layer.attention.output.dense).view(-1, HEAD).sum(1).abs()
            inner[n] += slopes(layer.output.dense).abs()
    net.zero_grad()
    return heads, inner


def slopes(dense: nn.Linear) -> Tensor:
    return (dense.weight.detach() * dense.weight.grad).sum(0)


def pruned(net: Network, docs: list[Document], run: Run) -> dict[str, Tensor]:
    """The weights of `net` cut to `run.heads` attention heads and `run.inner` inner units in every layer."""
    state = {name: value.clone() for name, value in net.state_dict().items()}
    heads, inner = missed(net, docs, run)
    for n, (of_heads, of_units) in enumerate(zip(heads, inner, strict=True)):
        kept = np.sort(of_heads.argsort(descending=True)[: run.heads].numpy())
        columns = torch.from_numpy((kept[:, None] * HEAD + np.arange(HEAD)).ravel())
        units = of_units.argsort(descending=True)[: run.inner].sort().values
        layer = f"encoder.body.encoder.layer.{n}."
        for part in ("query", "key", "value"):
            cut(state, f"{layer}attention.self.{part}", columns)
        cut(state, f"{layer}intermediate.dense", units)
        state[f"{layer}attention.output.dense.weight"] = state[f"{layer}attention.output.dense.weight"][:, columns]
        state[f"{layer}output.dense.weight"] = state[f"{layer}output.dense.weight"][:, units]
        shares = [float(x[k].sum() / x.sum()) for x, k in ((of_heads, torch.from_numpy(kept)), (of_units, units))]
        what = f"in heads {shares[0]:.0%}, in units {shares[1]:.0%}"
        print(f"layer {n}: of what would be missed, kept {what}", flush=True)
    return state


def cut(state: dict[str, Tensor], dense: str, rows: Tensor) -> None:
    for part in ("weight", "bias"):
        state[f"{dense}.{part}"] = state[f"{dense}.{part}"][rows]
