"""Import collected claims (two YAML files) into the ledger's TOML: sources.toml and one claim file per topic."""

import argparse
import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[1] / "src" / "openiads" / "data"
FLAGS = Path(__file__).with_name("ledger_flags.toml")
TOPICS = {
    "ORG": "order-of-battle", "TUR": "purchase", "TIM": "programme", "RAD": "radars", "MIS": "missiles",
    "SYS": "systems", "PAN": "pantsir", "ALT": "alternatives", "TGT": "targets", "CRI": "critiques",
}
ORDINARY_RANGE_WORDS = ({"min", "max"},)
UNITS_IN_NAMES = {"max_mach": "Mach"}


def toml_value(value: Any) -> str:
    """Write one value as TOML, tables inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) >= 1e6:
        return f"{value:.0f}"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def toml_key(key: Any) -> str:
    """Write a key bare where TOML allows it."""
    return str(key) if re.fullmatch(r"[A-Za-z0-9_-]+", str(key)) else json.dumps(str(key), ensure_ascii=False)


def slug(text: str) -> str:
    """Short ASCII key of a publisher."""
    ascii_text = text.encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text)[:3]) or "source"


def source_key(source: dict[str, Any]) -> str:
    """Stable key of a source: publisher, year and a short digest of the whole entry."""
    entry = [source["publisher"], source["title"], str(source["date"]), source["url"]]
    digest = hashlib.sha256(json.dumps(entry).encode()).hexdigest()[:4]
    year = str(source["date"])[:4] if source["date"] else "undated"
    return f"{slug(source['publisher'])}-{year}-{digest}"


def ledger_value(claim: dict[str, Any]) -> Any:
    """Value as the ledger writes it: an ordinary span becomes [low, high], a plain list a table."""
    value = claim["value"]
    if isinstance(value, dict) and set(value) in ORDINARY_RANGE_WORDS:
        return [value["min"], value["max"]]
    if isinstance(value, list):
        return {"values": value}
    return value


def kind_of(claim: dict[str, Any], flags: dict[str, Any]) -> str:
    """Source, game, derived, or a prior that has no link."""
    if claim["id"] in flags["kind"]["derived_ids"]:
        return "derived"
    if (claim.get("kind") == "game" or claim["id"] in flags["kind"]["game_ids"]
            or claim["source"]["publisher"] in flags["kind"]["game_publishers"]):
        return "game"
    named = not claim["source"]["publisher"].startswith("[")
    return "source" if claim["citable"] and named else "prior-unlinked"


def reprint_of(claim: dict[str, Any], flags: dict[str, Any]) -> str | None:
    """Origin that this claim repeats, by the rules of the flags file."""
    for rule in flags["reprint"]:
        if claim["confidence"] != rule["grade"] or not claim["subject"].startswith(rule["subject_starts"]):
            continue
        for row in rule["values"]:
            if (claim["quantity"], claim["unit"]) == (row["quantity"], row["unit"]) and claim["value"] in row["any"]:
                return str(rule["origin"])
    return None


def entry(claim: dict[str, Any], flags: dict[str, Any]) -> dict[str, Any]:
    """One claim as the ledger keeps it; empty fields are left out."""
    unit = claim["unit"] or UNITS_IN_NAMES.get(claim["quantity"])
    condition = {str(key): "not stated" if item is None else item for key, item in claim["condition"].items()}
    statement = flags["statement"].get(claim["id"], {})
    said = str(condition.get("date", "")) if statement else ""
    record = {
        "id": claim["id"], "value": ledger_value(claim), "unit": unit, "condition": condition,
        "source": source_key(claim["source"]), "grade": claim["confidence"], "checked": str(claim["checked"]),
        "kind": kind_of(claim, flags), "independence_group": claim["independence_group"],
        "reprint_of": reprint_of(claim, flags), "conflict_group": claim.get("conflict_group"),
        "recalled_origin": claim.get("recalled_origin"), "supports": claim.get("supports"),
        "defect": flags["defect"].get(claim["id"]),
        "said": said if re.fullmatch(r"\d{4}(-\d{2}){0,2}", said) else None, **statement, "note": claim["note"],
    }
    return {key: item for key, item in record.items() if item not in (None, {}, [])}


def write_topic(path: Path, claims: list[dict[str, Any]], flags: dict[str, Any]) -> None:
    """Write one claim file, grouped by subject and quantity in the order of first mention."""
    groups: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for claim in claims:
        groups.setdefault(claim["subject"], {}).setdefault(claim["quantity"], []).append(entry(claim, flags))
    lines = [f"# Claims: {path.stem}. Licence CC BY 4.0, see LICENSE-LEDGER.", ""]
    for subject, quantities in groups.items():
        for quantity, entries in quantities.items():
            for record in entries:
                lines.append(f"[[{toml_key(subject)}.{toml_key(quantity)}]]")
                lines += [f"{key} = {toml_value(item)}" for key, item in record.items()]
                lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def write_sources(path: Path, claims: list[dict[str, Any]]) -> None:
    """Write every source once."""
    sources = {source_key(claim["source"]): claim["source"] for claim in claims}
    lines = ["# Sources of the imported claims. Titles in [square brackets] are descriptions in English.", ""]
    for key in sorted(sources):
        source = sources[key]
        fields = {"publisher": source["publisher"], "title": source["title"], "date": source["date"] or "undated",
                  "url": source["url"], "locator": source.get("locator")}
        lines.append(f"[{key}]")
        lines += [f"{name} = {toml_value(item)}" for name, item in fields.items() if item]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Read the YAML files and write the ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collected", type=Path, help="claims.yaml")
    parser.add_argument("cited", type=Path, help="claims_cited.yaml")
    parser.add_argument("--out", type=Path, default=DATA, help="data folder to write into")
    arguments = parser.parse_args()
    flags = tomllib.loads(FLAGS.read_text(encoding="utf-8"))
    claims = [
        *yaml.safe_load(arguments.collected.read_text(encoding="utf-8"))["claims"],
        *yaml.safe_load(arguments.cited.read_text(encoding="utf-8")),
    ]
    (arguments.out / "claims").mkdir(parents=True, exist_ok=True)
    write_sources(arguments.out / "sources.toml", claims)
    for prefix, topic in TOPICS.items():
        chosen = [claim for claim in claims if claim["id"].removeprefix("CIT-").split("-")[0] == prefix]
        write_topic(arguments.out / "claims" / f"{topic}.toml", chosen, flags)
    print(f"{len(claims)} claims in {len(TOPICS)} topics")


if __name__ == "__main__":
    main()
