"""A trained network as the package ships it: int8 ONNX, decoder matrices, labels, vocabulary, sums.

The network is written anew for the runtime, in the shapes that it runs fastest: with onnxruntime 1.32 a pass takes 8 %
less than that of the encoder as its library writes it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.bases import fetch
from training.corpora import relations
from training.fit import load
from training.losses import SLICES
from training.network import HEAD, Network
from training.settings import AVERAGED, LINEAR, NAMES, RUNS, SHIPPED, TAGS, UPOS, WORK

# Per channel: per tensor lost 1.9 points of attribution F1 where this loses 0.8 (prototype, PolNeAR dev).
INT8 = {"weight_type": QuantType.QInt8, "per_channel": True, "extra_options": {"DefaultTensorType": 1}}
OPSET = 20  # the first with GELU as one operator
SUMMED = ("reader.onnx.gz", "decoder.npz", "labels.json", "vocabulary.txt")


class Fused(nn.Module):
    """The network as the runtime wants it: one text, no padding.

    One product gives queries, keys and values, one all heads; queries are scaled in their weights.  Biases are added
    before GELU as a step of their own, so that the runtime fuses them into the product, and heads of attention are
    turned in ways that it fuses into the products too.
    """

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net
        self.layers = net.encoder.body.encoder.layer
        self.wide = self.layers[0].attention.self.all_head_size
        self.asked = nn.ModuleList(asked(layer.attention.self) for layer in self.layers)
        heads = [*net.linear.values(), net.query, net.key, net.tree]
        self.widths = [sum(LINEAR.values()), net.query.out_features, net.key.out_features, net.tree.out_features]
        self.all = side_by_side(heads)

    def forward(self, ids: Tensor, layout: Tensor) -> tuple[Tensor, ...]:
        linear, query, key, tree = self.all(self.encoded(ids[0], layout[0])).split(self.widths, -1)
        tree = nn.functional.gelu(tree)
        arc = self.net.arc.in_features
        tree = torch.cat([self.net.arc(tree[..., :arc]), tree[..., arc:]], -1)
        return linear[None], query[None], key[None], tree[None]

    def encoded(self, ids: Tensor, layout: Tensor) -> Tensor:
        parts = self.net.encoder.body.embeddings
        places = parts.position_embeddings(torch.arange(ids.shape[0]))
        hidden = parts.LayerNorm(parts.word_embeddings(ids) + parts.token_type_embeddings(layout) + places)
        for layer, of_layer in zip(self.layers, self.asked, strict=True):
            output = layer.attention.output
            hidden = output.LayerNorm(output.dense(self.attended(of_layer(hidden))) + hidden)
            inner = nn.functional.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(inner) + hidden)
        return hidden

    def attended(self, together: Tensor) -> Tensor:
        query, key, value = (part.reshape(-1, self.wide // HEAD, HEAD) for part in together.split(self.wide, -1))
        weights = torch.matmul(query.transpose(0, 1), key.permute(1, 2, 0)).softmax(-1)
        return torch.matmul(weights, value.transpose(0, 1)).transpose(0, 1).reshape(-1, self.wide)


def asked(attention: nn.Module) -> nn.Linear:
    """Query, key and value of a layer in one product, the query scaled as attention wants it."""
    out = side_by_side([attention.query, attention.key, attention.value])
    out.weight.data[: attention.all_head_size] *= HEAD**-0.5
    out.bias.data[: attention.all_head_size] *= HEAD**-0.5
    return out


def side_by_side(products: Sequence[nn.Linear]) -> nn.Linear:
    out = nn.Linear(products[0].in_features, sum(one.out_features for one in products))
    out.weight.data = torch.cat([one.weight.data for one in products])
    out.bias.data = torch.cat([one.bias.data for one in products])
    return out


def export(run: str, target: Path = SHIPPED) -> None:
    """Writes the shipped files of a run into `target` and prints their sizes."""
    net = load(run, str(fetch(RUNS[AVERAGED.get(run, (run,))[0]].base)), "eager")
    ids = torch.randint(1000, 2000, (1, 64))
    layout = torch.randint(1, 10, (1, 64))
    names = ["ids", "layout", "linear", "query", "key", "tree"]
    plain, int8 = WORK / run / "plain.onnx", WORK / run / "int8.onnx"
    torch.onnx.export(
        Fused(net).eval(),
        (ids, layout),
        str(plain),
        input_names=names[:2],
        output_names=names[2:],
        dynamic_axes={name: {1: "pieces"} for name in names},
        opset_version=OPSET,
        dynamo=False,
    )
    quantize_dynamic(str(plain), str(int8), **INT8)
    target.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(int8.read_bytes(), compresslevel=9, mtime=0)  # no time in it: the same bytes every time
    (target / "reader.onnx.gz").write_bytes(packed)
    np.savez(
        target / "decoder.npz",
        moves=net.moves.detach().numpy(),
        far=net.far.weight.detach().numpy()[:, 0],
        root=net.root.detach().numpy(),
        relation=net.relation.detach().numpy().astype(np.float16),
    )
    labels = {
        "tags": TAGS,
        "upos": UPOS,
        "names": NAMES,
        "relations": relations(),
        "columns": {name: [part.start, part.stop] for name, part in SLICES.items()},
    }
    (target / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    shutil.copy(fetch("minilm") / "vocab.txt", target / "vocabulary.txt")
    write_sums(target)


def write_sums(target: Path) -> None:
    lines = []
    for name in SUMMED:
        raw = (target / name).read_bytes()
        lines.append(f"{hashlib.sha256(raw).hexdigest()}  {name}\n")
        print(f"{name}: {len(raw) / 1e6:.1f} MB")
    (target / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
