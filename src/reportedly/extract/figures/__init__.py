"""Figures: how many of whom, where, as of when, as part of what, and who says so."""

from __future__ import annotations

from reportedly.extract.figures.found import figures_of

__all__ = ["figures_of"]
