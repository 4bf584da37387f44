"""Fetch public elevation tiles, resuming and checking sizes; runs only when a user asks for it."""

import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from openiads.earth.raster import open_raster
from openiads.earth.tiles import PRODUCTS, Product, Tile
from openiads.errors import Fault, OpenIADSError

CHUNK_BYTES = 1 << 18
TIMEOUT_S = 30.0
NOT_THERE = (403, 404)  # a public bucket answers either for a file that it has not

Status = Literal["fetched", "present", "coarser", "sea"]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Fetched:
    """What became of one tile: its file, or none for open sea."""

    tile: Tile
    status: Status
    path: Path | None


class _NotThereError(Exception):
    """The server has no such file."""


def _quiet(name: str, done_bytes: int, total_bytes: int) -> None:
    """Report nothing."""


def _request(url: str, part: Path, stamp: Path) -> urllib.request.Request:
    """Ask for what is still missing, as long as the server's file is the one that was begun."""
    headers = {"User-Agent": "openiads"}
    if part.exists() and stamp.exists() and part.stat().st_size:
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": stamp.read_text(encoding="utf-8")}
    return urllib.request.Request(url, headers=headers)


def _fetch_file(url: str, target: Path, report: Report) -> None:
    """Fetch one file beside its target, check its size, then move it into place."""
    part, stamp = target.with_name(target.name + ".part"), target.with_name(target.name + ".etag")
    try:
        with urllib.request.urlopen(_request(url, part, stamp), timeout=TIMEOUT_S) as answer:
            resumed = answer.status == 206
            have = part.stat().st_size if resumed else 0
            length = answer.headers.get("Content-Length")
            total = have + int(length) if length is not None else 0
            if answer.headers.get("ETag"):
                stamp.write_text(answer.headers["ETag"], encoding="utf-8")
            with part.open("ab" if resumed else "wb") as stream:
                while chunk := answer.read(CHUNK_BYTES):
                    stream.write(chunk)
                    have += len(chunk)
                    report(target.name, have, total)
    except urllib.error.HTTPError as error:
        if error.code in NOT_THERE:
            raise _NotThereError from error
        if error.code == 416:  # what was begun is longer than the server's file
            part.unlink(missing_ok=True)
        raise
    if total and have != total:
        raise http.client.IncompleteRead(b"", total - have)
    os.replace(part, target)
    stamp.unlink(missing_ok=True)


def _fetch_tile(tile: Tile, folder: Path, products: dict[str, Product], report: Report) -> Fetched:
    target = folder / tile.filename
    if target.exists():
        return Fetched(tile, "present", target)
    try:
        _fetch_file(tile.url, target, report)
    except _NotThereError:
        if tile.product.coarser:
            coarser = Tile(products[tile.product.coarser], tile.south_deg, tile.west_deg)
            found = _fetch_tile(coarser, folder, products, report)
            return Fetched(tile, "coarser" if found.path else "sea", found.path)
        return Fetched(tile, "sea", None)
    try:
        open_raster(target)
    except OpenIADSError:
        target.unlink()
        raise
    return Fetched(tile, "fetched", target)


def fetch_tiles(tiles: Iterable[Tile], folder: Path, *, products: dict[str, Product] = PRODUCTS,
                report: Report = _quiet) -> tuple[Fetched, ...]:
    """Fetch tiles into a folder, one after the other.

    Parameters
    ----------
    tiles : iterable of Tile
        What is wanted.
    folder : Path
        Made if need be. A file that is there already is left alone; one that was begun is resumed.
    products : dict
        Where coarser tiles come from; GLO-30 lacks some cells that GLO-90 has (Armenia and Azerbaijan among them).
    report : callable
        Told the name, the bytes that have arrived and the bytes in all (0 where unknown).

    Returns
    -------
    tuple of Fetched
        One for each tile, in order.

    Raises
    ------
    OpenIADSError
        E0409 and E0402, one for each tile that failed; the others are fetched nevertheless.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fetched: list[Fetched] = []
    faults: list[Fault] = []
    for tile in tiles:
        if not tile.product.base_url:
            faults.append(Fault("E0409", f"{tile.filename} takes an account", tile.url, tile.product.licence,
                                "fetch it there, then: openiads terrain add FILE"))
            continue
        try:
            fetched.append(_fetch_tile(tile, folder, products, report))
        except OpenIADSError as error:
            faults += error.faults
        except (OSError, http.client.HTTPException) as error:
            why = str(error) or type(error).__name__
            faults.append(Fault("E0409", f"{tile.filename} did not arrive", tile.url, why,
                                "run the same command again: it resumes"))
    if faults:
        raise OpenIADSError(faults)
    return tuple(fetched)
