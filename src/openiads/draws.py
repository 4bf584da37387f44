"""Every random number of the product: counter-based (Philox 4x32-10), addressed by what it decides."""

import zlib

import numpy as np

from openiads.compiled import compiled

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW_32 = np.uint64(0xFFFFFFFF)
_SHIFT_32 = np.uint64(32)


@compiled
def philox_4x32(c0, c1, c2, c3, k0, k1):
    """Ten rounds of Philox 4x32 on one counter and key.

    Parameters
    ----------
    c0, c1, c2, c3, k0, k1 : int
        Counter and key words, least significant first; 32 bits each.

    Returns
    -------
    tuple of np.uint64
        Four output words of 32 bits.

    References
    ----------
    salmon-2011, "Parallel random numbers: as easy as 1, 2, 3"

    Examples
    --------
    >>> [hex(int(word)) for word in philox_4x32(0, 0, 0, 0, 0, 0)]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0, k1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            (product_1 >> _SHIFT_32) ^ c1 ^ k0,
            product_1 & _LOW_32,
            (product_0 >> _SHIFT_32) ^ c3 ^ k1,
            product_0 & _LOW_32,
        )
        k0 = (k0 + _WEYL_0) & _LOW_32
        k1 = (k1 + _WEYL_1) & _LOW_32
    return c0, c1, c2, c3


@compiled
def draw(seed, replicate, entity, purpose, n):
    """One uniform number in [0, 1), fixed by what it decides.

    Parameters
    ----------
    seed : int
        Seed of the study; 64 bits.
    replicate : int
        Number of the replicate or claim draw; 32 bits.
    entity, purpose : int
        What is decided for whom; words of `word`.
    n : int
        Running number within the purpose; 32 bits.

    Returns
    -------
    float
        53 random bits over [0, 1).

    Examples
    --------
    >>> draw(1, 0, word("91N6E"), word("detection_range"), 0) == draw(1, 0, word("91N6E"), word("detection_range"), 0)
    True
    """
    seed = np.uint64(seed)
    w0, w1, _, _ = philox_4x32(n, replicate, entity, purpose, seed & _LOW_32, seed >> _SHIFT_32)
    return (float(w0 >> np.uint64(5)) * 67108864.0 + float(w1 >> np.uint64(6))) / 9007199254740992.0


@compiled
def _draw_range(seed, first, count, entity, purpose, n):
    out = np.empty(count)
    for index in range(count):
        out[index] = draw(seed, first + index, entity, purpose, n)
    return out


def word(text: str) -> int:
    """Name of an entity or purpose as a stable 32-bit word (CRC-32 of its UTF-8 bytes)."""
    return zlib.crc32(text.encode())


def draw_many(seed: int, count: int, entity: str, purpose: str, n: int = 0, *, first: int = 0) -> np.ndarray:
    """Uniform numbers of `count` consecutive replicates, (count,), each equal to its own `draw`."""
    return _draw_range(np.uint64(seed), first, count, word(entity), word(purpose), n)


def draw_for(seed: int, count: int, order: np.ndarray | None, entity: str, purpose: str, n: int = 0) -> np.ndarray:
    """Uniform numbers of the replicates in `order`, or of the first `count` without one; repeats share their luck.

    Examples
    --------
    >>> draw_for(1, 3, np.array([2, 0, 2]), "a", "b").tolist() == draw_many(1, 3, "a", "b")[[2, 0, 2]].tolist()
    True
    """
    if order is None:
        return draw_many(seed, count, entity, purpose, n)
    return np.asarray(draw_many(seed, int(order.max()) + 1, entity, purpose, n)[order])
