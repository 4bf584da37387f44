"""A Dask cluster as the crew of a campaign: chunks are tasks, and those of a worker that dies are fought again."""

from collections.abc import Iterator
from contextlib import contextmanager

from openiads.campaign.workers import Crew
from openiads.errors import OpenIADSError, fault

ANSWER_WITHIN_S = 5.0
TRIES_AGAIN = 3  # of a chunk whose task failed; a chunk whose workers died is moved to others as often


def _no_cluster(address: str, why: str) -> OpenIADSError:
    return fault("E0605", f"cannot use the cluster at {address}", where="--cluster", why=why,
                 fix="start a scheduler and its workers, or use --workers N on this machine")


@contextmanager
def cluster_crew(address: str, *, answer_within_s: float = ANSWER_WITHIN_S) -> Iterator[Crew]:
    """The workers of a Dask scheduler while the block runs.

    Parameters
    ----------
    address : str
        Such as "tcp://10.0.0.5:8786".
    answer_within_s : float
        How long the scheduler, and then its first worker, may take to answer. [s]

    Yields
    ------
    Crew
        With E0605 if `distributed` is not installed, or if the cluster does not answer in time.
    """
    try:
        from distributed import Client
    except ImportError:
        raise fault("E0605", "the library for clusters is not installed", where="--cluster",
                    why="it is large, and most campaigns fit on one machine",
                    fix="pip install 'openiads[cluster]'") from None
    try:
        client = Client(address, timeout=answer_within_s, set_as_default=False)
    except (OSError, TimeoutError, ValueError, ImportError):
        raise _no_cluster(address, f"no scheduler answers there within {answer_within_s:g} s") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=answer_within_s)
        except TimeoutError:
            raise _no_cluster(address, f"it has no worker, and none came within {answer_within_s:g} s") from None
        executor = client.get_executor(retries=TRIES_AGAIN, pure=False)
        try:
            yield Crew(executor, lambda: sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)  # which cancels what has not begun
