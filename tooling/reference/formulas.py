"""What PyTorch 1.13 lacks, written out, and the names that a case's Python expression may use."""

import math

import torch
import torch.nn.functional as F

import random_numbers


def names():
    return {"torch": torch, "F": F, "math": math, "inf": math.inf, "nan": math.nan, **FORMULAS, **random_numbers.FUNCTIONS}


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


def fold_dims(reduce, x, dims, keepdim):
    """A reduction that takes one dimension, over several."""
    for d in sorted((d % x.dim() for d in (dims if isinstance(dims, tuple) else (dims,))), reverse=True):
        x = reduce(x, dim=d, keepdim=keepdim)
    return x


def first_argmax(x):
    """The first of equal maxima along dimension 1."""
    return (x == x.amax(1, keepdim=True)).to(torch.int8).argmax(1)


def first_argmin(x):
    return first_argmax(-x)


def rope(x, base=10000, offset=0, interleaved=False):
    """Rotary position embedding (https://arxiv.org/abs/2104.09864)."""
    length, features = x.shape[-2:]
    half = features // 2
    speeds = base ** (-torch.arange(half, dtype=x.dtype) / half)
    angles = torch.arange(offset, offset + length, dtype=x.dtype)[:, None] * speeds
    a, b = (x[..., 0::2], x[..., 1::2]) if interleaved else (x[..., :half], x[..., half:])
    turned = (a * angles.cos() - b * angles.sin(), a * angles.sin() + b * angles.cos())
    return torch.stack(turned, -1).reshape(x.shape) if interleaved else torch.cat(turned, -1)


def transformer_block(x, w, o, f, g):
    """Causal attention of two heads and a feed-forward layer, each added to its input and normalised."""
    batch, length, features = x.shape
    heads = [t.reshape(batch, length, 2, -1).transpose(1, 2) for t in F.linear(x, w).split(features, -1)]
    mixed = attention(*heads, causal=True).transpose(1, 2).reshape(x.shape)
    h = F.layer_norm(x + F.linear(mixed, o), (features,), eps=0.125)
    return F.layer_norm(h + F.linear(F.gelu(F.linear(h, f)), g), (features,), eps=0.125)


def batch_norm_step(x, mean, variance, momentum):
    """The result of training, and the running statistics after it."""
    mean, variance = mean.detach().clone(), variance.detach().clone()
    y = F.batch_norm(x, mean, variance, training=True, momentum=momentum)
    return y, mean, variance


def sgd_step(param, grad, velocity=None, **options):
    """The parameter and, with momentum, the velocity after one step of torch.optim.SGD."""
    p = torch.nn.Parameter(param.clone())
    p.grad = grad
    optimizer = torch.optim.SGD([p], lr=0.125, **options)
    if velocity is not None:
        optimizer.state[p]["momentum_buffer"] = velocity.clone()
    optimizer.step()
    after = optimizer.state[p].get("momentum_buffer") if options.get("momentum") else None
    return (p.detach(),) if after is None else (p.detach(), after)


def adam_step(param, grad, m, v, vmax=None, step=3, decoupled=False, **options):
    """Parameter and moments after step number `step` of torch.optim.Adam or AdamW."""
    p = torch.nn.Parameter(param.clone())
    p.grad = grad
    kind = torch.optim.AdamW if decoupled else torch.optim.Adam
    options = {"weight_decay": 0, **options}
    optimizer = kind([p], lr=0.125, betas=(0.5, 0.75), amsgrad=vmax is not None, **options)
    state = {"step": torch.tensor(float(step - 1)), "exp_avg": m.clone(), "exp_avg_sq": v.clone()}
    if vmax is not None:
        state["max_exp_avg_sq"] = vmax.clone()
    optimizer.state[p] = state
    optimizer.step()
    return p.detach(), *(state[name] for name in state if name != "step")


FORMULAS = {
    f.__name__: f
    for f in (
        attention,
        rms_norm,
        fold_dims,
        first_argmax,
        first_argmin,
        rope,
        transformer_block,
        batch_norm_step,
        sgd_step,
        adam_step,
    )
}
