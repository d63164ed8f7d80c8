"""What PyTorch 1.13 lacks, written out, and the names that a case's Python expression may use."""

import math

import torch
import torch.nn.functional as F


def names():
    return {"torch": torch, "F": F, "math": math, "inf": math.inf, "nan": math.nan, **FORMULAS}


def attention(q, k, v, mask=None, causal=False, scale=None):
    """softmax(q kᵀ · scale + mask) v, as torch.nn.functional.scaled_dot_product_attention of PyTorch 2."""
    scores = q @ k.transpose(-2, -1) * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if causal:
        allowed = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril()
        scores = scores.masked_fill(~allowed, -math.inf)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    return torch.softmax(scores, -1) @ v


def rms_norm(x, dims, weight=None, eps=1e-6):
    """x / √(mean x² + eps) · weight over the last `dims` dimensions."""
    axes = tuple(range(-dims, 0))
    y = x * torch.rsqrt(x.square().mean(axes, keepdim=True) + eps)
    return y if weight is None else y * weight


FORMULAS = {f.__name__: f for f in (attention, rms_norm)}
