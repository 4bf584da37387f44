"""What a number of rounds achieves, in closed form: firing doctrines, allocation, layers and salvo exchanges."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom


class Doctrine(NamedTuple):
    """Outcome of a firing doctrine against one target."""

    kill: float  # probability
    expected_rounds: float


class Leak(NamedTuple):
    """What gets through when rounds are shared out among targets."""

    expected_even: float
    expected_random: float
    no_leak_even: float
    no_leak_random: float


def shoot_look_shoot(pk: float, salvos: Sequence[int]) -> Doctrine:
    """Salvos fired one after the other until one kills, each judged without error.

    Parameters
    ----------
    pk : float
        Kill probability of a round, independent of the others. [-]
    salvos : sequence of int
        Rounds in each salvo. [-]

    Returns
    -------
    Doctrine

    Notes
    -----
    Kill 1 - q^(all rounds); each salvo is fired if all before it failed.

    References
    ----------
    przemieniecki-2000, chapter 4

    Examples
    --------
    >>> [round(value, 2) for value in shoot_look_shoot(0.7, [1, 1])]
    [0.91, 1.3]
    """
    alive, rounds = 1.0, 0.0
    for salvo in salvos:
        rounds += alive * salvo
        alive *= (1 - pk) ** salvo
    return Doctrine(1 - alive, rounds)


def shoot_look_errors(pk: float, shots: int, survivor_judged_dead: float, kill_judged_alive: float) -> Doctrine:
    """Single rounds, each but the last followed by a look that may err.

    Parameters
    ----------
    pk : float
        Kill probability of a round. [-]
    shots : int
        Rounds at most; nothing hangs on a look after the last. [-]
    survivor_judged_dead, kill_judged_alive : float
        Probabilities of the two errors of a look. [-]

    Returns
    -------
    Doctrine

    Notes
    -----
    Chain over (alive or dead) while the target is still judged alive.

    References
    ----------
    przemieniecki-2000, chapter 4

    Examples
    --------
    >>> shoot_look_errors(0.7, 2, 0.0, 0.0) == shoot_look_shoot(0.7, [1, 1])
    True
    """
    alive, dead, rounds, leak = 1.0, 0.0, 0.0, 0.0
    for shot in range(shots):
        rounds += alive + dead
        dead += alive * pk
        alive *= 1 - pk
        if shot < shots - 1:
            leak += alive * survivor_judged_dead
            alive *= 1 - survivor_judged_dead
            dead *= kill_judged_alive
    return Doctrine(1 - (leak + alive), rounds)


def allocation_leak(rounds: int, targets: int, pk: float) -> Leak:
    """Leak of many targets under many rounds, shared evenly or each aimed by independent chance.

    Parameters
    ----------
    rounds, targets : int
        Targets at least 1. [-]
    pk : float
        Kill probability of a round. [-]

    Returns
    -------
    Leak

    Notes
    -----
    Even: each target gets the whole share, some one more. Random: T (1 - p/T)^n leak, and the number
    killed grows by one with probability p (T - k)/T at each round.

    References
    ----------
    przemieniecki-2000, chapter 5

    Examples
    --------
    >>> [round(value, 4) for value in allocation_leak(10, 5, 0.7)]
    [0.45, 1.1065, 0.624, 0.2262]
    """
    share, extra = divmod(rounds, targets)
    once, more = (1 - pk) ** share, (1 - pk) ** (share + 1)
    killed = np.zeros(targets + 1)
    killed[0] = 1.0
    gain = pk * (targets - np.arange(targets + 1)) / targets
    for _ in range(rounds):
        killed[1:] += killed[:-1] * gain[:-1] - killed[1:] * gain[1:]
        killed[0] *= 1 - gain[0]
    return Leak(
        expected_even=(targets - extra) * once + extra * more,
        expected_random=targets * (1 - pk / targets) ** rounds,
        no_leak_even=(1 - once) ** (targets - extra) * (1 - more) ** extra,
        no_leak_random=float(killed[-1]),
    )


def no_leak_probability(pk: ArrayLike, rounds_per_threat: ArrayLike, threats: ArrayLike) -> np.ndarray:
    """Probability that none of several threats gets through, so many rounds on each.

    Parameters
    ----------
    pk, rounds_per_threat, threats : array_like
        Kill probability of a round; numbers. [-]

    Returns
    -------
    array
        (1 - (1 - p)^n)^W. [-]

    References
    ----------
    wilkening-2000, "A simple model for calculating ballistic missile defense effectiveness"

    Examples
    --------
    >>> round(float(no_leak_probability(0.7, 2, 4)), 6)
    0.68575
    """
    each_leaks = (1 - np.asarray(pk, dtype=float)) ** np.asarray(rounds_per_threat)
    return (1 - each_leaks) ** np.asarray(threats)


def rounds_for_no_leak(pk: ArrayLike, threats: ArrayLike, wanted: ArrayLike) -> np.ndarray:
    """Rounds on each threat for a wanted probability that none gets through; a real number, to be rounded up.

    Parameters
    ----------
    pk, threats, wanted : array_like
        Kill probability of a round, number of threats, wanted probability; probabilities inside (0, 1). [-]

    Returns
    -------
    array
        ln(1 - P^(1/W)) / ln(1 - p). [-]

    References
    ----------
    wilkening-2000

    Examples
    --------
    >>> round(float(rounds_for_no_leak(0.7, 20, 0.8)), 4)
    3.7387
    """
    each_leaks = -np.expm1(np.log(wanted) / np.asarray(threats, dtype=float))
    return np.log(each_leaks) / np.log1p(-np.asarray(pk, dtype=float))


def layered_survivors(attackers: int, layer_pk: Sequence[float]) -> np.ndarray:
    """Law of the number that gets through independent layers.

    Parameters
    ----------
    attackers : int
    layer_pk : sequence of float
        Kill probability of each layer; their order does not matter. [-]

    Returns
    -------
    (attackers + 1,) array
        Probability of each number of survivors: binomial with the product of the leaks. [-]

    References
    ----------
    nunn-1982, "Analysis of a layered defense model"

    Examples
    --------
    >>> layered_survivors(10, [0.7, 0.6]).round(4)[:3].tolist()
    [0.2785, 0.3798, 0.233]
    """
    return binom.pmf(np.arange(attackers + 1), attackers, np.prod(1 - np.asarray(layer_pk, dtype=float)))


def salvo_losses(
    ships: ArrayLike, opposing: ArrayLike, striking: ArrayLike, defence: ArrayLike, staying: ArrayLike
) -> np.ndarray:
    """Losses of one side in one exchange of salvos.

    Parameters
    ----------
    ships, opposing : array_like
        Numbers on this side and on the other. [-]
    striking : array_like
        Good shots per ship of the other side. [-]
    defence, staying : array_like
        Shots that a ship of this side turns away, and hits that put it out of action. [-]

    Returns
    -------
    array
        (striking x opposing - defence x ships) / staying, between none and all. [-]

    References
    ----------
    hughes-1995, "A salvo model of warships in missile combat"

    Examples
    --------
    >>> float(salvo_losses(5, 4, 2, 1, 2))
    1.5
    """
    own = np.asarray(ships, dtype=float)
    through = np.asarray(striking, dtype=float) * opposing - np.asarray(defence, dtype=float) * own
    return np.clip(through / staying, 0.0, own)
