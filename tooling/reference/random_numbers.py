"""The library's random numbers from their definition: counted blocks of Threefry-2x32 with 20 rounds."""

import math

import numpy as np
import torch

MASK = 0xFFFFFFFF
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(key, counter):
    """Two words (Salmon et al., SC 2011, https://doi.org/10.1145/2063384.2063405)."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA)
    a, b = (counter[0] + key[0]) & MASK, (counter[1] + key[1]) & MASK
    for i in range(20):
        a = (a + b) & MASK
        turn = ROTATIONS[i % 8]
        b = (((b << turn) | (b >> (32 - turn))) & MASK) ^ a
        if i % 4 == 3:
            n = (i + 1) // 4
            a = (a + keys[n % 3]) & MASK
            b = (b + keys[(n + 1) % 3] + n) & MASK
    return a, b


def words(seed, count, skip=0):
    """`count` words of the stream of `seed`, from block `skip` on."""
    key = (seed & MASK, (seed >> 32) & MASK)
    blocks = [threefry(key, (i & MASK, i >> 32)) for i in range(skip, skip + (count + 1) // 2)]
    return np.array([w for block in blocks for w in block][:count], dtype=np.int64)


def bits(seed, *shape):
    """Words as signed integers."""
    return torch.from_numpy(words(seed, math.prod(shape)).astype(np.uint32).astype(np.int32)).reshape(shape)


def uniform(seed, *shape, skip=0):
    """Multiples of 2^-24 in [0, 1)."""
    values = (words(seed, math.prod(shape), skip) >> 8) * 2.0**-24
    return torch.from_numpy(values.astype(np.float64)).reshape(shape)


def integers(seed, low, high, *shape):
    """Words modulo the range."""
    return torch.remainder(bits(seed, *shape).long(), high - low) + low


def normal(seed, *shape):
    """Box and Muller's transform of two halves of a row of uniforms: all cosines, then all sines."""
    size = math.prod(shape)
    first, second = uniform(seed, 2, (size + 1) // 2)
    radius, angle = (-2 * torch.log1p(-first)).sqrt(), 2 * math.pi * second
    return torch.cat((radius * angle.cos(), radius * angle.sin()))[:size].reshape(shape)


def truncated_normal(seed, mean, std, low, high, *shape):
    """The inverse of the cumulative distribution between the bounds."""
    scale = std * math.sqrt(2)
    ends = [math.erf((bound - mean) / scale) for bound in (low, high)]
    quantile = ends[0] + uniform(seed, *shape) * (ends[1] - ends[0])
    return (torch.erfinv(quantile) * scale + mean).clamp(low, high)


def race(seed, weights, count):
    """Draws without replacement: the shortest exponential waiting times of rates `weights`."""
    clock = -torch.log1p(-uniform(seed, *weights.shape))
    return (weights / clock.clamp(min=2**-60)).topk(count).indices


def draws(seed, weights, count):
    """Draws with replacement: the class in whose share of the cumulative weights a uniform number falls."""
    sums = weights.cumsum(-1)
    points = uniform(seed, *weights.shape[:-1], count) * sums[..., -1:]
    return (sums[..., None, :] <= points[..., None]).sum(-1)


FUNCTIONS = {f.__name__: f for f in (bits, uniform, integers, normal, truncated_normal, race, draws)}
