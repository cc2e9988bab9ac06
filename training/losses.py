"""What each head is asked to get right."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from training.network import Network, buckets
from training.settings import ARC, LINEAR, LINK, REL, TAGS

SLICES = {}
_at = 0
for _name, _size in LINEAR.items():
    SLICES[_name] = slice(_at, _at + _size)
    _at += _size

# A span cannot go on where none began: I-x follows only B-x or I-x.
FORBIDDEN = torch.tensor([[b.startswith("I-") and a[2:] != b[2:] for b in TAGS] for a in TAGS])
NEVER = -1e4


def legal(moves: Tensor) -> Tensor:
    return moves.masked_fill(FORBIDDEN, NEVER)


def sequence_loss(emissions: Tensor, moves: Tensor, wanted: Tensor, lengths: Tensor) -> Tensor:
    """Cross-entropy between a wanted distribution over tag sequences and the CRF's, per word.

    wanted[b, t, i, j] = how much of the target has tag i at word t and j at t + 1; one-hot where one annotator said so,
    a mean where several did, a teacher's marginals where none did.  Exact for any first-order target: the log
    partition function less the expected score.
    """
    words = emissions.size(1)
    moves = legal(moves)
    index = torch.arange(words)[None]
    here = (index < lengths[:, None]).float()
    follows = (index < lengths[:, None] - 1).float()
    expected = ((wanted.sum(-1) * emissions).sum(-1) * here).sum()
    expected = expected + ((wanted * moves.clamp(min=-50)).sum((-1, -2)) * follows).sum()
    start = torch.zeros(len(TAGS)).masked_fill(torch.tensor([t.startswith("I-") for t in TAGS]), NEVER)
    alpha = emissions[:, 0] + start
    for t in range(1, words):
        step = torch.logsumexp(alpha[:, :, None] + moves[None], 1) + emissions[:, t]
        alpha = torch.where((t < lengths)[:, None], step, alpha)
    return (torch.logsumexp(alpha, -1).sum() - expected) / lengths.sum()


def word_loss(emissions: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy word by word.

    The CRF alone leaves I- tags after O unpunished, since they are illegal there, and hangs whole spans on their first
    word: full F1 on PolNeAR dev was 63.4 with it alone.
    """
    goal = wanted.sum(-1)
    return -(goal * F.log_softmax(emissions, -1)).sum() / goal.sum()


def link_loss(net: Network, query: Tensor, key: Tensor, tags: Tensor, owner: Tensor) -> Tensor | None:
    """Each source or content word should point at the first word of its cue."""
    cue = tags == TAGS.index("B-cue")
    pointing = (tags == 1) | (tags == 2) | (tags >= 5)
    index = torch.arange(tags.size(1))
    scores = query @ key.transpose(1, 2) / math.sqrt(LINK)
    scores = scores + net.far(buckets(index[:, None] - index[None])).squeeze(-1)
    right = (owner[:, :, None] == owner[:, None, :]) & cue[:, None, :] & pointing[:, :, None]
    rows = right.any(-1)
    if not rows.any():
        return None
    logs = F.log_softmax(scores.masked_fill(~cue[:, None, :], NEVER)[rows], -1)
    return -torch.logsumexp(logs.masked_fill(~right[rows], NEVER), -1).mean()


def tree_losses(net: Network, tree: Tensor, sentence: Tensor, head: Tensor, relation: Tensor) -> dict[str, Tensor]:
    """Arc: softmax over the pieces of the same sentence and the root, which stands at [CLS]; relation given the arc."""
    arc_dep, arc_head, rel_dep, rel_head = tree.split([ARC, ARC, REL, REL], -1)
    scores = arc_dep @ arc_head.transpose(1, 2)
    same = (sentence[:, :, None] == sentence[:, None, :]) & (sentence[:, None, :] >= 0)
    same = same & ~torch.eye(sentence.size(1), dtype=torch.bool)
    scores = scores.masked_fill(~same, NEVER)
    scores = torch.cat([(arc_dep @ net.root)[:, :, None], scores[:, :, 1:]], -1)
    out = {}
    known = head >= 0
    if known.any():
        out["arc"] = F.cross_entropy(scores[known], head[known])
    known = (head > 0) & (relation >= 0)
    if known.any():
        b, t = known.nonzero(as_tuple=True)
        one = torch.ones(len(b), 1)
        dep = torch.cat([rel_dep[b, t], one], -1)
        gov = torch.cat([rel_head[b, head[b, t]], one], -1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            mixed = dep @ net.relation
        logits = (mixed.float().view(len(b), -1, REL + 1) * gov[:, None]).sum(-1)
        out["rel"] = F.cross_entropy(logits, relation[b, t])
    return out


def losses(net: Network, out: tuple[Tensor, ...], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    linear, query, key, tree = (x.float() for x in out)
    got: dict[str, Tensor] = {}
    if "wanted" in batch:
        rows = torch.arange(linear.size(0))[:, None]
        emissions = linear[..., SLICES["tag"]][rows, batch["word_at"]]
        got["crf"] = sequence_loss(emissions, net.moves, batch["wanted"], batch["words"])
        got["tag"] = word_loss(emissions, batch["wanted"])
        link = link_loss(net, query, key, batch["tag"], batch["owner"])
        if link is not None:
            got["link"] = link
    for name in ("upos", "cut", "name"):
        if name in batch:  # a distribution per piece; an all-zero row is a piece that nobody labelled
            goal = batch[name]
            weight = goal.sum(-1)
            if weight.sum() > 0:
                logs = F.log_softmax(linear[..., SLICES[name]], -1)
                got[name] = -(goal * logs).sum() / weight.sum()
    if "head" in batch:
        got |= tree_losses(net, tree, batch["sentence"], batch["head"], batch["relation"])
    return got
