"""What the taggers are trained to: labels, links and acts, each as cross entropy, in every language."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from khronika.reading.tagging import labels
from khronika.records.spans import Span
from training.examples import Example

Labelled = tuple[list[int], Example]
"""Where each word of a block stands in the model's output, and the block."""

WEIGHT = {"top": 1.0, "nested": 1.0, "extra": 1.0, "values": 1.0}
LINKS, ACTS, OWNERS = 1.2, 1.5, 0.6
"""Weights of the losses that are counted a statement and not a word."""


def link_loss(columns: Tensor, nearness: Tensor, block: Example) -> Tensor:
    """Return the loss of the links of one block, over candidates as annotated."""
    size, many = labels.LINK_SIZE, len(labels.LINKS)
    total = columns.new_zeros(())

    def scores(link: int, span: Span, others: Sequence[Span]) -> Tensor:
        query = columns[span[0], 2 * link * size : (2 * link + 1) * size]
        keys = columns[[o[0] for o in others], (2 * link + 1) * size : (2 * link + 2) * size]
        near = torch.tensor([labels.nearness_of(span, others, n) for n in range(len(others))])
        return keys @ query / math.sqrt(size) + nearness[link][near].sum(dim=1)

    for content, link, chosen, others, cue in block.links:
        if not others:
            continue
        each = scores(link, content, others)
        if cue is not None:
            each = each + scores(3, cue, others)
        every = torch.cat([columns[content[0], 2 * many * size + link].view(1), each])
        total = total + nn.functional.cross_entropy(every.view(1, -1), torch.tensor([chosen + 1]))
    for content, every, wanted in block.extras:
        least = columns[content[0], 2 * many * size + labels.LINKS.index("extra")]
        total = total + OWNERS / LINKS * nn.functional.binary_cross_entropy_with_logits(
            scores(labels.LINKS.index("extra"), content, every) - least, torch.tensor(wanted), reduction="sum"
        )
    return total


def act_loss(columns: Tensor, block: Example) -> Tensor:
    """Return the loss of the acts: binary cross entropy, where either answer is fair left out."""
    many = len(labels.ACTS)
    total = columns.new_zeros(())
    for pieces, cue, wanted, weights in block.acts:
        words = torch.cat([columns[start:end, many:] for start, end in pieces])
        scores = (words.mean(dim=0) + words.amax(dim=0)) / 2
        if cue >= 0:
            scores = scores + columns[cue, :many]
        total = total + nn.functional.binary_cross_entropy_with_logits(
            scores, torch.tensor(wanted), torch.tensor(weights), reduction="sum"
        )
    return total


def loss_of(output: Tensor, nearness: Tensor, batch: Sequence[Labelled]) -> Tensor:
    """Return the loss: cross entropy of the labels of each layer, and of the links of each content."""
    total = output.new_zeros(())
    count = sum(len(firsts) for firsts, _ in batch)
    for row, (firsts, block) in enumerate(batch):
        words = output[row, firsts]
        at = 0
        for name in labels.LAYERS:
            gold = getattr(block, name)
            width = len(labels.LAYERS[name])
            scores = words[:, at : at + width]
            total = total + WEIGHT[name] * nn.functional.cross_entropy(
                scores, torch.tensor(gold), reduction="sum"
            )
            at += width
        total = total + LINKS * link_loss(words[:, at : at + labels.LINKED], nearness, block)
        total = total + ACTS * act_loss(words[:, at + labels.LINKED :], block)
    return total / count
