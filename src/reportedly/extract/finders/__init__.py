"""Finders of attributions that words and tree make plain, one module for each way of telling."""
