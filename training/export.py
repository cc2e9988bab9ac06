"""A trained network as the package ships it: int8 ONNX, decoder matrices, labels, vocabulary, sums."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from training.bases import fetch
from training.corpora import relations
from training.fit import load
from training.losses import SLICES
from training.network import Network
from training.settings import AVERAGED, LINEAR, NAMES, RUNS, SHIPPED, TAGS, UPOS, WORK

# Per channel: per tensor lost 1.9 points of attribution F1 where this loses 0.8 (prototype, PolNeAR dev).
INT8 = {"weight_type": QuantType.QInt8, "per_channel": True, "extra_options": {"DefaultTensorType": 1}}
SUMMED = ("reader.onnx.gz", "decoder.npz", "labels.json", "vocabulary.txt")


class Fused(torch.nn.Module):
    """The network with all its linear heads in one product, as the runtime wants it: one text, no padding."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net
        heads = [*net.linear.values(), net.query, net.key, net.tree]
        self.widths = [sum(LINEAR.values()), net.query.out_features, net.key.out_features, net.tree.out_features]
        self.all = torch.nn.Linear(net.query.in_features, sum(self.widths))
        self.all.weight.data = torch.cat([h.weight.data for h in heads])
        self.all.bias.data = torch.cat([h.bias.data for h in heads])

    def forward(self, ids: torch.Tensor, layout: torch.Tensor) -> tuple[torch.Tensor, ...]:
        linear, query, key, tree = self.all(self.net.encoder(ids, layout, None)).split(self.widths, -1)
        tree = torch.nn.functional.gelu(tree)
        arc = self.net.arc.in_features
        return linear, query, key, torch.cat([self.net.arc(tree[..., :arc]), tree[..., arc:]], -1)


def export(run: str, target: Path = SHIPPED) -> None:
    """Writes the shipped files of a run into `target` and prints their sizes."""
    net = load(run, str(fetch(RUNS[AVERAGED.get(run, (run,))[0]].base)), "eager")
    ids = torch.randint(1000, 2000, (1, 64))
    layout = torch.randint(1, 10, (1, 64))
    names = ["ids", "layout", "linear", "query", "key", "tree"]
    plain, fused = WORK / run / "plain.onnx", WORK / run / "fused.onnx"
    torch.onnx.export(
        Fused(net).eval(),
        (ids, layout),
        str(plain),
        input_names=names[:2],
        output_names=names[2:],
        dynamic_axes={name: {1: "pieces"} for name in names},
        opset_version=17,
        dynamo=False,
    )
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False  # see SLOW_FUSIONS in parse/model_runtime.py
    heads = net.encoder.body.encoder.layer[0].attention.self.num_attention_heads
    merged = optimizer.optimize_model(
        str(plain), "bert", num_heads=heads, hidden_size=net.encoder.width, opt_level=0, optimization_options=options
    )
    merged.save_model_to_file(str(fused))
    target.mkdir(parents=True, exist_ok=True)
    int8 = fused.with_name("int8.onnx")
    quantize_dynamic(str(fused), str(int8), **INT8)
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
