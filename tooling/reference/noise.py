"""The pseudo-random numbers of packages/conformance/src/noise.ts, bit for bit."""

import numpy as np


def hash32(text):
    """FNV-1a over UTF-16 code units."""
    state = 0x811C9DC5
    for unit in np.frombuffer(text.encode("utf-16-le"), dtype="<u2").tolist():
        state = ((state ^ unit) * 0x01000193) & 0xFFFFFFFF
    return state


def mix(seed, length):
    """mix(seed, i) for every i below length."""
    with np.errstate(over="ignore"):
        h = np.uint32(seed) ^ (np.arange(1, length + 1, dtype=np.uint32) * np.uint32(0x9E3779B1))
        h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return h ^ (h >> np.uint32(16))


def cotangent(label, length):
    """Multiples of 1/256 in [-2, 2)."""
    return ((mix(hash32(label), length) % np.uint32(1024)).astype(np.int64) - 512) / 256.0
