"""How the reader's weights were made.  Never imported by the package; `python -m training` says what it can do."""
