"""The model's numbers for a stretch of pieces: the one place that knows the model runtime.

Beside the ONNX graph lie the small matrices that decoding needs (`decoder.npz`) and the label sets (`labels.json`).
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.parse.wordpiece import Pieces, WordPiece

# Onnxruntime fuses addition and layer norm by itself; on a CPU the fused kernel takes much longer than the two (7.0
# against 2.0 ms of a window of 296 pieces), a fifth of the whole pass.
SLOW_FUSIONS = ["SkipLayerNormFusion"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the outputs mean, in the order the model gives them."""

    tags: tuple[str, ...]
    upos: tuple[str, ...]
    names: tuple[str, ...]
    relations: tuple[str, ...]
    columns: dict[str, slice]  # where in `Numbers.linear` each head stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """Parameters that the decoders use outside the graph."""

    moves: Floats  # tag x tag: score of going from one to the next
    far: Floats  # score of a distance, by bucket
    root: Floats
    relation: Floats  # (governor, relation and dependent side by side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """One row per piece."""

    linear: Floats
    query: Floats
    key: Floats
    tree: Floats


def open_session(*, profile: str | None = None) -> Any:
    """The network, ready to run; with `profile` it writes what its operators take to a file whose name begins so."""
    # From 1.32 on onnxruntime counts its users: it writes a device's number and a log to send below the home folder.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if profile is not None:
        options.enable_profiling = True
        options.profile_file_prefix = profile
    packed = (resources.files("reportedly.reader") / "reader.onnx.gz").read_bytes()
    return onnxruntime.InferenceSession(
        gzip.decompress(packed),  # 0.1 s, for 5 MB less on the disk
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOW_FUSIONS,
    )


def by_governor(relation: Floats) -> Floats:
    """The weights of relations with dependents in rows, as they are kept, turned to have governors there."""
    width = len(relation)
    return np.ascontiguousarray(relation.reshape(width, -1, width).transpose(2, 1, 0)).reshape(width, -1)


class Runtime:
    """A loaded model, on one thread: a window is read before a second thread is awake, and processes scale better."""

    def __init__(self) -> None:
        folder = resources.files("reportedly.reader")
        self._session = open_session()
        vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
        self.wordpiece = WordPiece(vocabulary)
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.labels = Labels(
            tags=tuple(labels["tags"]),
            upos=tuple(labels["upos"]),
            names=tuple(labels["names"]),
            relations=tuple(labels["relations"]),
            columns={name: slice(a, b) for name, (a, b) in labels["columns"].items()},
        )
        with (folder / "decoder.npz").open("rb") as file, np.load(file) as arrays:
            parts = {name: arrays[name].astype(np.float32) for name in ("moves", "far", "root", "relation")}
        self.decoder = Decoder(**{**parts, "relation": by_governor(parts["relation"])})

    def numbers(self, pieces: Pieces, start: int, end: int) -> Numbers:
        """The model's view of pieces [start, end), read as a text that begins and ends there."""
        ids = np.empty((1, end - start + 2), np.int64)
        ids[0, 0], ids[0, -1] = self.wordpiece.cls, self.wordpiece.sep
        ids[0, 1:-1] = pieces.ids[start:end]
        layout = np.zeros_like(ids)
        layout[0, 1:-1] = pieces.layout[start:end]
        linear, query, key, tree = self._session.run(None, {"ids": ids, "layout": layout})
        inside = slice(1, -1)
        return Numbers(linear=linear[0, inside], query=query[0, inside], key=key[0, inside], tree=tree[0, inside])
