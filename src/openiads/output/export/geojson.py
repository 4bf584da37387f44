"""GeoJSON (RFC 7946) of layers."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from openiads.output.export.layer import Layer


def feature_collection(layers: Sequence[Layer], about: Mapping[str, Any]) -> dict[str, Any]:
    """Layers as a FeatureCollection; `about`, with hash and footer, stands in every feature, as features get copied."""
    return {
        "type": "FeatureCollection",
        "openiads": dict(about),
        "features": [
            {
                "type": "Feature",
                "id": layer.id,
                "properties": {**about, "name": layer.name, **layer.properties},
                "geometry": json.loads(shapely.to_geojson(layer.geometry)),
            }
            for layer in layers
        ],
    }


def write_geojson(path: Path, layers: Sequence[Layer], about: Mapping[str, Any]) -> None:
    """Write layers to a file."""
    path.write_text(json.dumps(feature_collection(layers, about), ensure_ascii=False, sort_keys=True) + "\n",
                    encoding="utf-8")
