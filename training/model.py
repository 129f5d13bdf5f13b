"""The tagger's network: a BERT encoder with one head for labels and two for links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extraction.tagger.name_decoding import NAME_LABELS
from kg.extraction.tagger.span_decoding import KINDS, LABELS
from kg.extraction.tagger.span_windows import FEATURES, WINDOW_PIECES

HIDDEN, HEADS, LAYERS, INNER, VOCABULARY = 384, 12, 6, 1536, 30522
LINK = 128
"""Width of the projections that two words are compared in."""

Scores = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
"""What the network gives: of labels, of links to cues, of links to sources, of names' labels, of
kinds of statements."""


class Layer(nn.Module):
    """One encoder layer as in BERT (Devlin et al. 2019), query, key and value in one matrix."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm_attention = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm_output = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Args: x [batch, length, hidden]; mask [batch, 1, 1, length], true where a piece is."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm_attention(x + self.dropout(self.out(seen)))
        inner = self.down(functional.gelu(self.up(x)))
        output: Tensor = self.norm_output(x + self.dropout(inner))
        return output


class SpanNetwork(nn.Module):
    """Scores each piece's label and each pair's links.

    `forward` gives label scores [batch, length, labels] and two matrices of link scores
    [batch, length, length]: of a content's piece (row) to its cue's (column), and of a cue's
    piece (row) to its source's (column). Column 0, the first marker, stands for none. After them
    come the scores of names' labels [batch, length, name labels] and, for the pieces of cues, of
    kinds [batch, length, kinds].
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words: nn.Module = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(2 * WINDOW_PIECES, HIDDEN)
        self.features = nn.Embedding(FEATURES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.Sequential(*(Layer(dropout) for _ in range(LAYERS)))
        self.labels = nn.Linear(HIDDEN, len(LABELS))
        self.links = nn.Linear(HIDDEN, 4 * LINK)
        self.names = nn.Linear(HIDDEN, len(NAME_LABELS))
        self.kinds = nn.Linear(HIDDEN, len(KINDS))

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor | None = None) -> Scores:
        """Args: pieces and features [batch, length]; mask [batch, length], true where filled."""
        x = self.encode(pieces, features, mask)
        content, to_cue, cue, to_source = self.links(x).split(LINK, dim=-1)
        return (
            self.labels(x),
            content @ to_cue.transpose(1, 2) / LINK**0.5,
            cue @ to_source.transpose(1, 2) / LINK**0.5,
            self.names(x),
            self.kinds(x),
        )

    def encode(self, pieces: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """What the encoder makes of each piece: [batch, length, hidden]."""
        position = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(position) + self.features(features)
        x = self.dropout(self.norm(x))
        wide = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
        return x


def averaged(networks: Sequence[SpanNetwork]) -> SpanNetwork:
    """The network whose weights are the mean of others' that began alike (Wortsman et al. 2022)."""
    states = [network.state_dict() for network in networks]
    mean = SpanNetwork()
    mean.load_state_dict({key: sum(s[key] for s in states) / len(states) for key in states[0]})
    return mean


def load_encoder(network: SpanNetwork, given: Mapping[str, Tensor]) -> None:
    """Start `network` from a BERT encoder's weights, by their usual names."""
    with torch.no_grad():
        network.words.load_state_dict({"weight": given["embeddings.word_embeddings.weight"]})
        network.positions.weight.copy_(given["embeddings.position_embeddings.weight"])
        network.features.weight.copy_(
            given["embeddings.token_type_embeddings.weight"][:1].expand(FEATURES, -1)
        )
        _copy(network.norm, given, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            assert isinstance(layer, Layer)
            _load_layer(layer, given, f"encoder.layer.{number}")


def _load_layer(layer: Layer, given: Mapping[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        parts = [
            given[f"{name}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")
        ]
        getattr(layer.qkv, kind).copy_(torch.cat(parts))
    _copy(layer.out, given, f"{name}.attention.output.dense")
    _copy(layer.norm_attention, given, f"{name}.attention.output.LayerNorm")
    _copy(layer.up, given, f"{name}.intermediate.dense")
    _copy(layer.down, given, f"{name}.output.dense")
    _copy(layer.norm_output, given, f"{name}.output.LayerNorm")


def _copy(module: nn.Module, given: Mapping[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(module, kind).copy_(given[f"{name}.{kind}"])
