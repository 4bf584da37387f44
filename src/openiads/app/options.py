"""Options that several commands share, as frozen records: a command that takes a record has its fields as options."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from openiads.app.inputs import BelieveOption, Faults
from openiads.app.plan import ClaimsOption, SecondBatchOption, SeedOption, TerrainOption

MOST_WORKERS = 1024

WorkersOption = Annotated[int | None, typer.Option(
    "--workers", "-j", help="Workers on this machine; as many as it has cores unless given.")]


@dataclass(frozen=True)
class AttackOptions:
    """What comes."""

    raid: Annotated[str | None, typer.Option(
        "--raid", help="A shipped raid's name or a raid file, instead of the scenario's.")] = None
    size: Annotated[int | None, typer.Option(
        "--size", metavar="RAIDERS", help="The same raid with so many raiders.")] = None


@dataclass(frozen=True)
class ForceOptions:
    """What defends, how, and what is believed of it."""

    means: Annotated[str | None, typer.Option(
        "--means", metavar="BATCH", help="What arm B takes the word batch to mean, instead of the scenario's.")] = None
    placed: Annotated[str | None, typer.Option(
        "--placed", metavar="PLACEMENT",
        help="Where arm B puts the second batch; the scenario's first unless given.")] = None
    second_batch: SecondBatchOption = None
    alone: Annotated[bool, typer.Option(
        "--stand-alone", help="Command posts share no picture, whatever the doctrine says.")] = False
    lose: Annotated[list[str] | None, typer.Option(
        "--lose", metavar="COMPONENT[@TIME]",
        help='A component that falls out: "91N6E", "55K6E@60 s", "link"; may be repeated.')] = None
    believe: BelieveOption = None
    claims: ClaimsOption = None
    terrain: TerrainOption = None
    seed: SeedOption = None


@dataclass(frozen=True)
class WorkOptions:
    """How many runs, by whom, and where they are written."""

    runs: Annotated[int | None, typer.Option("--runs", help="Fight exactly so many runs.  [default: 200]")] = None
    precision: Annotated[float | None, typer.Option(
        "--precision", metavar="POINTS", help="Stop when every interval is within so many points either way.")] = None
    workers: WorkersOption = None
    pool: Annotated[str, typer.Option("--pool", help="threads of this process, or spawned processes.")] = "threads"
    cluster: Annotated[str | None, typer.Option(
        "--cluster", metavar="ADDRESS",
        help="A Dask scheduler whose workers fight, such as tcp://host:8786.")] = None
    chunk: Annotated[int, typer.Option("--chunk", help="Runs that a worker takes at once.")] = 20
    out: Annotated[str | None, typer.Option(
        "--out", "-o", help="Run folder; else one under out/ named for what is fought.")] = None


def check_workers(workers: int | None, faults: Faults) -> None:
    """Keep the fault of a number of workers that cannot work."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        faults.add("E0314", f"{workers} workers", where="--workers", why="work needs one at least", fix="write -j 2")


def given_options(*records: Any) -> list[str]:
    """Options of the records that are not as they are by default, as the user writes them.

    Examples
    --------
    >>> given_options(AttackOptions(size=3), ForceOptions(alone=True))
    ['--size', '--stand-alone']
    """
    return [_long_name(type(record), item.name)
            for record in records for item in fields(record) if getattr(record, item.name) != item.default]


def _long_name(record: type, name: str) -> str:
    # inside Annotated the first name stands where a default would
    info = get_type_hints(record, include_extras=True)[name].__metadata__[0]
    return next(str(word) for word in (info.default, *info.param_decls) if str(word).startswith("--"))


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take records: each parameter whose type is one becomes the record's fields as options."""
    hints = get_type_hints(command, include_extras=True)
    records: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in records:
            parameters.append(parameter.replace(annotation=hints[name]))
            continue
        kinds = get_type_hints(records[name], include_extras=True)
        parameters += [inspect.Parameter(item.name, inspect.Parameter.KEYWORD_ONLY, default=item.default,
                                         annotation=kinds[item.name]) for item in fields(records[name])]

    @wraps(command)
    def taken(**given: Any) -> None:
        made = {name: record(**{item.name: given.pop(item.name) for item in fields(record)})
                for name, record in records.items()}
        command(**made, **given)

    del taken.__wrapped__  # type: ignore[attr-defined]
    taken.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in parameters])
    taken.__annotations__ = {item.name: item.annotation for item in parameters}
    return taken
