"""The network: one encoder, all heads on its last layer."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from reportedly.parse.wordpiece import LAYOUTS
from training.settings import ARC, LINEAR, LINK, REL

LINK_BUCKETS = 32
HEAD = 32  # numbers of one attention head, in every MiniLM


class Encoder(nn.Module):
    """BERT or MPNet behind one signature, told how each piece is written by a layout embedding of its own."""

    def __init__(self, path: str, attention: str = "sdpa") -> None:
        super().__init__()
        from transformers import AutoConfig, BertModel, MPNetModel

        config = AutoConfig.from_pretrained(path)
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}  # encoder dropout is slow on a CPU
        self.is_bert = config.model_type == "bert"
        if self.is_bert:
            self.body = BertModel.from_pretrained(path, add_pooling_layer=False, attn_implementation=attention, **still)
            first = self.body.embeddings.token_type_embeddings.weight.data[:1]
            table = nn.Embedding.from_pretrained(first.repeat(LAYOUTS, 1), freeze=False)
            self.body.embeddings.token_type_embeddings = table
        else:
            self.body = MPNetModel.from_pretrained(path, add_pooling_layer=False, **still)
            self.layout = nn.Embedding(LAYOUTS, config.hidden_size)
            nn.init.zeros_(self.layout.weight)
            self.register_buffer("id_of", torch.tensor(mpnet_ids(path)), persistent=False)
        self.body.float()
        self.width = config.hidden_size
        self.body.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(self, ids: Tensor, layout: Tensor, mask: Tensor | None) -> Tensor:
        if self.is_bert:
            return self.body(input_ids=ids, token_type_ids=layout, attention_mask=mask).last_hidden_state
        words = self.body.embeddings.word_embeddings(self.id_of[ids]) + self.layout(layout)
        return self.body(inputs_embeds=words, attention_mask=mask).last_hidden_state

    def slim(self, heads: int, inner: int) -> None:
        """Gives every layer `heads` attention heads and `inner` inner units, with fresh weights: load some."""
        for layer in self.body.encoder.layer:
            attention = layer.attention.self
            attention.num_attention_heads, attention.all_head_size = heads, heads * HEAD
            for part in ("query", "key", "value"):
                setattr(attention, part, nn.Linear(self.width, heads * HEAD))
            layer.attention.output.dense = nn.Linear(heads * HEAD, self.width)
            layer.intermediate.dense = nn.Linear(self.width, inner)
            layer.output.dense = nn.Linear(inner, self.width)

    def freeze(self, layers: int) -> None:
        for layer in self.body.encoder.layer[:layers]:
            layer.requires_grad_(False)


def mpnet_ids(path: str) -> list[int]:
    """BERT piece id -> MPNet piece id: the same vocabulary in another order."""
    theirs = {piece: n for n, piece in enumerate(vocabulary(f"{path}/vocab.txt"))}
    renamed = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    unknown = theirs["[UNK]"]
    return [theirs.get(renamed.get(piece, piece), unknown) for piece in vocabulary(f"{path}/bert-vocab.txt")]


def vocabulary(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()


class Network(nn.Module):
    """Encoder and heads.  `forward` gives (linear heads side by side, link query, link key, tree vectors) per piece."""

    def __init__(self, encoder: Encoder, relations: int) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.width
        self.drop = nn.Dropout(0.1)
        self.linear = nn.ModuleDict({name: nn.Linear(width, size) for name, size in LINEAR.items()})
        self.query, self.key = nn.Linear(width, LINK), nn.Linear(width, LINK)
        self.far = nn.Embedding(2 * LINK_BUCKETS + 1, 1)
        nn.init.zeros_(self.far.weight)
        self.moves = nn.Parameter(
            torch.zeros(LINEAR["tag"], LINEAR["tag"])
        )  # the CRF's transitions, from row to column
        self.tree = nn.Linear(width, 2 * ARC + 2 * REL)
        self.arc = nn.Linear(ARC, ARC)
        nn.init.normal_(self.arc.weight, std=1 / ARC)
        self.root = nn.Parameter(torch.zeros(ARC))
        self.relation = nn.Parameter(torch.randn(REL + 1, relations * (REL + 1)) * 0.01)

    def heads(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        linear = torch.cat([head(hidden) for head in self.linear.values()], -1)
        tree = nn.functional.gelu(self.tree(hidden))
        tree = torch.cat([self.arc(tree[..., :ARC]), tree[..., ARC:]], -1)
        return linear, self.query(hidden), self.key(hidden), tree

    def forward(self, ids: Tensor, layout: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.heads(self.drop(self.encoder(ids, layout, mask)))


def buckets(distance: Tensor) -> Tensor:
    """Signed logarithmic buckets of a distance in pieces; the runtime's `decode.BUCKETS` is the same function."""
    size = distance.abs().float()
    grown = torch.where(size < 8, size, 8 + 4 * torch.log2(size.clamp(min=8) / 8)).clamp(max=LINK_BUCKETS)
    return (distance.sign() * grown.floor()).long() + LINK_BUCKETS
