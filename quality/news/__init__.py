"""News annotated by hand: words, trees, sentences and names; a floor for the reader that needs no corpus."""
