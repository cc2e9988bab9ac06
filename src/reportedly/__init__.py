"""Reportedly: who said what, on whose word, how sure."""

__version__ = "0.1.0"
