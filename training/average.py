"""The mean of two runs' weights: two points of one basin, and the middle reads better than either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

import torch

from training.settings import WORK


def average(runs: Sequence[str], name: str) -> None:
    """Writes the mean of the weights of `runs`, which must have begun with one another's, as the run `name`."""
    states = [torch.load(WORK / run / "model.pt", weights_only=True) for run in runs]
    mean = {key: torch.stack([state[key].float() for state in states]).mean(0) for key in states[0]}
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / f"model.{os.getpid()}.pt"  # every process of a run makes the mean: none may see another's half
    torch.save(mean, mine)
    mine.replace(folder / "model.pt")
    shutil.copy(WORK / runs[0] / "info.json", folder / "info.json")
