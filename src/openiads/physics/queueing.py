"""Guidance channels as servers: how many targets find none free, in closed form."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

STATES_BEYOND = 400  # states past the channels in a line that may grow without end; patience keeps it short


class Queue(NamedTuple):
    """Steady state of channels with a waiting line of limited length."""

    loss: float  # share of arrivals that find every place taken
    empty: float  # share of time with nobody in the system
    mean_in_system: float
    mean_waiting: float


def erlang_b_loss(offered_load: ArrayLike, channels: ArrayLike) -> np.ndarray:
    """Share of targets that find every channel busy, where none waits.

    Parameters
    ----------
    offered_load : array_like
        Arrival rate times mean time that a target holds a channel; above 0. [-]
    channels : array_like of int
        Targets that can be served at once. [-]

    Returns
    -------
    array
        Share lost; whatever the law of the service time. [-]

    Notes
    -----
    B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)). Poisson arrivals, steady state.

    References
    ----------
    erlang-1917; sevastyanov-1957, insensitivity to the law of service

    Examples
    --------
    >>> round(float(erlang_b_loss(2.0, 3)), 6)
    0.210526
    """
    load, number = np.broadcast_arrays(np.asarray(offered_load, dtype=float), np.asarray(channels))
    loss = np.ones(load.shape)
    for count in range(1, int(number.max(initial=0)) + 1):
        loss = np.where(count <= number, load * loss / (count + load * loss), loss)
    return loss


def _steady_state(births: np.ndarray, deaths: np.ndarray) -> np.ndarray:
    logs = np.concatenate([[0.0], np.cumsum(np.log(births) - np.log(deaths))])
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def limited_queue(arrival_rate_ps: float, service_rate_ps: float, channels: int, places: int) -> Queue:
    """Channels with a waiting line of limited length (M/M/c/K).

    Parameters
    ----------
    arrival_rate_ps, service_rate_ps : float
        Targets that arrive, and that one channel serves, per second. [1/s]
    channels, places : int
        Served at once; in the system at most, waiting included. [-]

    Returns
    -------
    Queue

    Notes
    -----
    Birth-death chain: arrivals at one rate, departures at min(n, c) times the other.

    References
    ----------
    kleinrock-1975, chapter 3

    Examples
    --------
    >>> round(limited_queue(2.0, 0.5, 3, 6).loss, 6)
    0.307831
    """
    numbers = np.arange(places + 1)
    births = np.full(places, arrival_rate_ps)
    share = _steady_state(births, service_rate_ps * np.minimum(numbers[1:], channels))
    waiting = np.maximum(numbers - channels, 0)
    return Queue(float(share[-1]), float(share[0]), float(share @ numbers), float(share @ waiting))


def erlang_a_leaving(
    arrival_rate_ps: float, service_rate_ps: float, channels: int, leaving_rate_ps: float
) -> float:
    """Share of targets that leave the waiting line before a channel is free (M/M/c+M).

    Parameters
    ----------
    arrival_rate_ps, service_rate_ps : float
        Targets that arrive, and that one channel serves, per second. [1/s]
    channels : int
        Served at once. [-]
    leaving_rate_ps : float
        At which each waiting target leaves; above 0. [1/s]

    Returns
    -------
    float
        Leaving rate times mean number waiting, over arrivals. [-]

    References
    ----------
    palm-1957; kleinrock-1975, chapter 3

    Examples
    --------
    >>> round(erlang_a_leaving(2.0, 0.5, 3, 1e6), 6) == round(float(erlang_b_loss(4.0, 3)), 6)
    True
    """
    top = channels + STATES_BEYOND + int(2 * arrival_rate_ps / leaving_rate_ps)
    numbers = np.arange(top + 1)
    waiting = np.maximum(numbers - channels, 0)
    deaths = service_rate_ps * np.minimum(numbers, channels) + leaving_rate_ps * waiting
    share = _steady_state(np.full(top, arrival_rate_ps), deaths[1:])
    return float(leaving_rate_ps * (share @ waiting) / arrival_rate_ps)
