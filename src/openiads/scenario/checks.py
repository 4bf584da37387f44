"""What holds between the parts of a scenario file; looks at the raw tables, so that one fault hides no other."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from openiads.errors import Fault, OpenIADSError
from openiads.knowledge.reader import date_fault, suggestion
from openiads.scenario.faults import Places, tables_of
from openiads.scenario.fields import Sourced, source_fault
from openiads.scenario.lines import Path
from openiads.scenario.model import (
    ROUNDED_KINDS,
    ROUNDING_DECIMALS,
    SOURCED_KINDS,
    Bearing,
    Scenario,
    bearing_fault,
)
from openiads.units import Altitude, parse_altitude


def tables(raw: Mapping[str, Any], *path: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Tables of an array with their numbers, and nothing where the path leads to none."""
    here = _at(raw, *path)
    return [(index, item) for index, item in enumerate(here) if isinstance(item, Mapping)] \
        if isinstance(here, list | tuple) else []


def cross_faults(raw: Mapping[str, Any], places: Places, *, claim_ids: Iterable[str], targets: Collection[str],
                 components: Collection[str], today: date) -> Iterator[Fault]:
    """Every fault between the parts of a file, in the order of the file's own keys.

    Parameters
    ----------
    raw : mapping
        The file as TOML reads it; it need not be valid.
    places : Places
        Names the line of a key.
    claim_ids : iterable of str
        Ids of the ledger.
    targets, components : collection of str
        Target classes, and every component, of the library.
    today : date
        A scenario's date may not lie after it.
    """
    yield from _date(raw, places, today)
    yield from _library_names(raw, places, targets, components)
    yield from _heights(raw, places)
    yield from _positions(raw, places)
    yield from _names(raw, places)
    yield from _programme(raw, places, components)
    yield from _records(raw, places)
    yield from _claims(raw, (), places, set(claim_ids))


def raid_faults(raw: Mapping[str, Any], places: Places, targets: Collection[str],
                radars: Collection[str]) -> Iterator[Fault]:
    """Every fault between the parts of a raid file; `targets` and `radars` are those of the library."""
    assets = _ids(raw, "assets")
    for index, group in tables(raw, "groups"):
        for key, known, why in (("target", targets, "each target class is a file of the library"),
                                ("homes_on", radars, "a radar is named by its key in the library"),
                                ("asset", assets, "the name is no id of this file")):
            name = group.get(key)
            if isinstance(name, str) and name not in known:
                code = "E0507" if key == "asset" else "E0102"
                yield Fault(code, f"{key} {name!r} is not defined", places.where(("groups", index, key)), why,
                            suggestion(name, sorted(known)))
    for table in ("assets", "groups", "jammers", "airways"):
        yield from _twice(raw, places, table)
    if not any(raw.get(table) for table in ("groups", "airways", "recorded")):
        yield Fault("E0502", "nothing flies", places.where(()), "a raid without groups and without airliners is empty",
                    "add [[groups]]; docs/reference shows one")


def story_faults(raw: Mapping[str, Any], places: Places, *, claim_ids: Iterable[str], targets: Collection[str],
                 components: Collection[str], scenarios: Collection[str], today: date) -> Iterator[Fault]:
    """Every fault between the parts of a story file; a claim that it names by a single key is looked up too."""
    claims = set(claim_ids)
    late = date_fault(raw["date"], places.where(("date",)), today) if isinstance(raw.get("date"), str) else None
    yield from [late] if late else []
    yield from _positions(raw, places)
    yield from _claims(raw, (), places, claims)
    for table in ("sites", "points"):
        yield from _twice(raw, places, table)
    sites, points = _ids(raw, "sites"), _ids(raw, "points")
    known: list[tuple[str, Path, Collection[str]]] = [
        ("E0506", ("said",), claims), ("E0506", ("cover", "beside"), claims),
        *(("E0506", path, claims) for path in (("circle", "radius"), ("circle", "distance"), ("heights", "distance"),
                                               ("circle", "height_difference"), ("sight", "raised_by"))),
        ("E0507", ("circle", "centres"), sites), ("E0507", ("heights", "sites"), sites),
        ("E0507", ("cover", "sites"), sites), ("E0507", ("circle", "points"), points),
        ("E0507", ("heights", "points"), points), ("E0102", ("batch", "scenario"), scenarios),
        *(("E0102", path, targets) for path in (("cover", "targets"), ("sight", "target"))),
        *(("E0102", path, components) for path in (("radar",), ("guide",), ("cover", "missiles"))),
    ]
    for code, path, names in known:
        value = _at(raw, *map(str, path))
        for step, name in _named(value) if isinstance(value, list) else [((), value)]:
            if isinstance(name, str) and name not in names:
                yield Fault(code, f"{name!r} is not defined", places.where((*path, *step)),
                            "it is no id of this file, of the ledger or of the library",
                            suggestion(name, sorted(names)))
    if any(part in raw for part in ("sight", "heights", "cover")) and "antenna" not in raw:
        yield Fault("E0502", "no antenna", places.where(()), "what is seen hangs on how high the antenna stands",
                    'add antenna = { height = "30 m", assumed = "why" }')
    if not any(part in raw for part in ("sight", "heights", "cover", "batch")):
        yield Fault("E0502", "nothing is asked", places.where(()), "a story sets a model beside what was said",
                    "add [heights], [cover], [sight] or [batch]; docs/reference/story-file.md shows each")


def _twice(raw: Mapping[str, Any], places: Places, table: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, item in tables(raw, table):
        name = item.get("id")
        if not isinstance(name, str):
            continue  # the model has told that it is none
        if name in seen:
            yield Fault("E0508", f"id {name!r} is used twice", places.where((table, index, "id")),
                        f"an id names one entry of {table}", "choose another id")
        seen.add(name)


def _ids(raw: Mapping[str, Any], table: str) -> set[str]:
    """Ids of a table's entries, as far as they are texts."""
    return {item["id"] for _, item in tables(raw, table) if isinstance(item.get("id"), str)}


def _date(raw: Mapping[str, Any], places: Places, today: date) -> Iterator[Fault]:
    given = raw.get("date")
    if isinstance(given, date) and given.isoformat()[:10] > today.isoformat():
        yield Fault("E0504", f"date {given} lies in the future", places.where(("date",)),
                    "a scenario is a picture as of a day that has passed", f"write a date up to {today}")


def _library_names(raw: Mapping[str, Any], places: Places, targets: Collection[str],
                   components: Collection[str]) -> Iterator[Fault]:
    book = raw.get("order_of_battle")
    unit, battalion = ((book.get(part) if isinstance(book, Mapping) else None) for part in ("fire_unit", "battalion"))
    named: list[tuple[Path, Any, Collection[str]]] = [
        *(((("targets", index)), name, targets) for index, name in _listed(raw.get("targets"))),
        *((("missiles", index, "id"), item.get("id"), components) for index, item in tables(raw, "missiles")),
    ]
    if isinstance(unit, Mapping):
        named.append((("order_of_battle", "fire_unit", "engagement_radar"), unit.get("engagement_radar"), components))
    if isinstance(battalion, Mapping):
        at = ("order_of_battle", "battalion")
        named.append(((*at, "command_post"), battalion.get("command_post"), components))
        masts = battalion.get("masts")
        for radar, mast in masts.items() if isinstance(masts, Mapping) else ():
            named += [((*at, "masts", radar), name, components) for name in (radar, mast)]
        named += [((*at, "search_radars", index), name, components)
                  for index, name in _listed(battalion.get("search_radars"))]
    for path, name, known in named:
        if isinstance(name, str) and name not in known:
            yield Fault("E0102", f"{name!r} is not in the library", places.where(path),
                        "each component and target class is a file of the library",
                        suggestion(name, known, otherwise="openiads claims list shows every component and class"))


def _listed(value: Any) -> list[tuple[int, Any]]:
    return list(enumerate(value)) if isinstance(value, list) else []


def _heights(raw: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    flat = raw.get("terrain") == "none"
    if not flat and "ground_height" in raw:
        yield Fault("E0509", "ground_height is given beside terrain", places.where(("ground_height",)),
                    "the terrain grid gives the height of the ground", 'remove it, or write terrain = "none"')
    if not flat:
        return
    for index, text in _listed(raw.get("altitudes")):
        altitude: Altitude | None = quietly(parse_altitude, text)
        if altitude is not None and altitude.reference != "AGL" and "ground_height" not in raw:
            yield Fault("E0509", f"altitude {text!r} needs the height of the ground",
                        places.where(("altitudes", index)),
                        'with terrain = "none" nothing tells how far the ground lies above sea level',
                        'add ground_height = "850 m", or write the altitude as AGL')


def quietly(reader: Any, text: Any, *more: Any) -> Any:
    """What a reader makes of a text; None where it refuses, because the model has told that fault already."""
    try:
        return reader(str(text), *more)
    except OpenIADSError:
        return None


def _positions(raw: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    for index, site in tables(raw, "sites"):
        text, kind = site.get("position"), site.get("kind")
        if isinstance(text, str) and kind in ROUNDED_KINDS:
            decimals = max((len(part.strip().partition(".")[2]) for part in text.split(",")), default=0)
            if decimals > ROUNDING_DECIMALS:
                rounded = ",".join(_rounded(part) for part in text.split(","))
                yield Fault("E0505", f"position {text!r} is finer than the rounding rule",
                            places.where(("sites", index, "position")),
                            f"a {kind} position has at most {ROUNDING_DECIMALS} decimals, about 1 km",
                            f'write position = "{rounded}"')
        if kind in SOURCED_KINDS and not site.get("claims"):
            yield Fault("E0506", f"site {site.get('id')!r} names no claim", places.where(("sites", index, "kind")),
                        f"a {kind} site rests on somebody's report", 'add claims = ["TUR-033"], or kind = "fictional"')


def _rounded(text: str) -> str:
    try:
        return f"{float(text):.{ROUNDING_DECIMALS}f}"
    except ValueError:
        return text.strip()


def _names(raw: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    sites, meanings = _ids(raw, "sites"), _ids(raw, "batch_meanings")
    for table in ("sites", "batch_meanings", "missiles"):
        yield from _twice(raw, places, table)
    yield from _repeated(raw, places)
    arms = raw.get("arms")
    arms = arms if isinstance(arms, Mapping) else {}
    wanted: list[tuple[Path, Any, set[str]]] = []
    for arm, key, known in (("A", "site", sites), ("B", "meaning", meanings)):
        if isinstance(arms.get(arm), Mapping):
            wanted.append((("arms", arm, key), arms[arm].get(key), known))
    for index, placement in tables(raw, "arms", "B", "placements"):
        wanted.append((("arms", "B", "placements", index, "site"), placement.get("site"), sites))
    for index, bearing in tables(raw, "bearings"):
        wanted.append((("bearings", index, "site"), bearing.get("site"), sites))
    for path, name, known in wanted:
        if isinstance(name, str) and name not in known:
            yield Fault("E0507", f"{path[-1]} {name!r} is not defined", places.where(path),
                        "the name is no id of this file", suggestion(name, sorted(known)))


def _repeated(raw: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    """Entries of a list that say what an earlier one says already: each would be worked out and counted twice."""
    lists: list[tuple[Path, str, Any, list[tuple[Path, Any]]]] = [
        (("arms", "B", "placements"), "placement", None,
         [((index, "id"), item.get("id")) for index, item in tables(raw, "arms", "B", "placements")]),
        (("altitudes",), "altitude", parse_altitude, _named(_at(raw, "altitudes"))),
        (("targets",), "target", None, _named(_at(raw, "targets"))),
        (("order_of_battle", "battalion", "search_radars"), "search radar", None,
         _named(_at(raw, "order_of_battle", "battalion", "search_radars"))),
        (("corridor", "flight_levels"), "flight level", parse_altitude, _named(_at(raw, "corridor", "flight_levels"))),
    ]
    for path, word, reader, entries in lists:
        seen: dict[Any, str] = {}
        for step, text in entries:
            if not isinstance(text, str):
                continue
            meant = text if reader is None else quietly(reader, text)
            if meant is not None and meant in seen:
                also = "" if seen[meant] == text else f", which is {seen[meant]!r}"
                yield Fault("E0508", f"{word} {text!r} is given twice{also}", places.where((*path, *step)),
                            f"each {word} counts once; the second would be worked out and told again",
                            "choose another id" if word == "placement" else f"leave out the second {text!r}")
            elif meant is not None:
                seen[meant] = text


def _records(raw: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    """What the model refuses of a whole table, told too where a single key of the table is refused already."""
    for path, model, table in tables_of(Scenario, raw):
        found = None
        if issubclass(model, Sourced):
            found = source_fault(table.get("claims"), table.get("assumed"))
        elif model is Bearing:
            found = bearing_fault(table.get("label"), table.get("bearing"), table.get("towards"))
        if found:
            yield replace(found, where=places.where(path))


def _programme(raw: Mapping[str, Any], places: Places, components: Collection[str]) -> Iterator[Fault]:
    """Origins of components that are unknown or told twice, and more launchers needed than a fire unit has."""
    seen: set[str] = set()
    for index, origin in tables(raw, "programme", "origins"):
        name, path = origin.get("component"), ("programme", "origins", index, "component")
        if isinstance(name, str) and name not in components:
            yield Fault("E0102", f"{name!r} is not in the library", places.where(path),
                        "spares are those of a component of the library", suggestion(name, components))
        elif isinstance(name, str) and name in seen:
            yield Fault("E0508", f"the origin of {name} is given twice", places.where(path),
                        "a component is made in one of three ways", "leave out one of the two")
        if isinstance(name, str):
            seen.add(name)
    needed = _at(raw, "programme", "launchers_needed", "value")
    there = _at(raw, "order_of_battle", "fire_unit", "launchers", "value")
    if isinstance(needed, int) and isinstance(there, int) and needed > there:
        yield Fault("E0508", f"{needed} launchers are needed of a fire unit that has {there}",
                    places.where(("programme", "launchers_needed", "value")), "no fire unit would ever be ready",
                    f"write at most {there}")


def _at(raw: Mapping[str, Any], *path: str) -> Any:
    here: Any = raw
    for step in path:
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _named(value: Any) -> list[tuple[Path, Any]]:
    return [((index,), item) for index, item in _listed(value)]


def _claims(value: Any, path: Path, places: Places, known: set[str]) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in ("claims", "ring_claims") and isinstance(item, list):
                for index, name in enumerate(item):
                    if isinstance(name, str) and name not in known:
                        yield Fault("E0506", f"claim {name!r} is not in the ledger",
                                    places.where((*path, key, index)), "a source that nobody can look up is none",
                                    suggestion(name, sorted(known),
                                               otherwise="openiads claims list 91N6E lists the ids of one component"))
            else:
                yield from _claims(item, (*path, key), places, known)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _claims(item, (*path, index), places, known)
