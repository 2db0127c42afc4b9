"""The running mean of a tagger's weights, which reads a little better than where training ends."""

from __future__ import annotations

import torch
from torch import nn

KEPT = 0.999
"""How much of the mean stays at each step, after the first steps."""


def average(mean: nn.Module, tagger: nn.Module, step: int) -> None:
    """Move the mean on to the weights of a ``step`` (Polyak and Juditsky 1992, with a fading memory)."""
    kept = min(KEPT, step / (step + 10))
    with torch.no_grad():
        for old, new in zip(mean.parameters(), tagger.parameters(), strict=True):
            if new.requires_grad:
                old.lerp_(new, 1 - kept)
