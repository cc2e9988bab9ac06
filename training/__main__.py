"""python -m training fit RUN"""
import sys
from reportedly.parse.wordpiece import WordPiece
from training.fit import base_path, fit
from training.label import labelled
from training.settings import RUNS
name = sys.argv[2]
wp = WordPiece((base_path("minilm")/"vocab.txt").read_text(encoding="utf-8").splitlines())
run = RUNS[name]
docs = [d for c in run.corpora for d in labelled(c, wp, run.trees, run.says)]
print(name, len(docs), "documents", sum(len(d.pieces) for d in docs), "pieces", flush=True)
if sys.argv[1] == "fit":
    fit(run, docs, str(base_path(run.base)))
