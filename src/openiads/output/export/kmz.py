"""KMZ (OGC KML 2.2) of layers: each placemark carries claims, date and manifest hash."""

import zipfile
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from shapely.geometry import MultiPolygon, Point, Polygon

from openiads.output.export.layer import Layer

KML = "http://www.opengis.net/kml/2.2"
STABLE_TIME = (1980, 1, 1, 0, 0, 0)  # the same layers give the same bytes on any day


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{KML}}}{tag}")
    element.text = text
    return element


def _coordinates(parent: ET.Element, tag: str, points: Any) -> None:
    boundary = ET.SubElement(parent, f"{{{KML}}}{tag}")
    ring = ET.SubElement(boundary, f"{{{KML}}}LinearRing")
    _text(ring, "coordinates", " ".join(f"{lon:.5f},{lat:.5f},0" for lon, lat, *_ in points))


def _polygon(parent: ET.Element, polygon: Polygon) -> None:
    element = ET.SubElement(parent, f"{{{KML}}}Polygon")
    _text(element, "tessellate", "1")
    _text(element, "altitudeMode", "clampToGround")
    _coordinates(element, "outerBoundaryIs", polygon.exterior.coords)
    for hole in polygon.interiors:
        _coordinates(element, "innerBoundaryIs", hole.coords)


def _folder(folders: dict[tuple[str, ...], ET.Element], path: tuple[str, ...],
            shown: Container[tuple[str, ...]]) -> ET.Element:
    if path not in folders:
        folder = ET.SubElement(_folder(folders, path[:-1], shown), f"{{{KML}}}Folder")
        _text(folder, "name", path[-1])
        _text(folder, "visibility", str(int(path in shown)))
        _text(folder, "open", str(int(len(path) == 1)))
        folders[path] = folder
    return folders[path]


def kml_document(layers: Sequence[Layer], title: str, about: Mapping[str, Any], date: str | None) -> bytes:
    """Layers as a KML document, in their folders; a folder is visible where something in it is."""
    ET.register_namespace("", KML)
    root = ET.Element(f"{{{KML}}}kml")
    document = ET.SubElement(root, f"{{{KML}}}Document")
    _text(document, "name", title)
    _text(document, "description", "; ".join(f"{key}: {value}" for key, value in about.items()))
    for style, line, fill in (("area", "ff7a4b1f", "507a4b1f"), ("ring", "ff404040", "00000000")):
        element = ET.SubElement(document, f"{{{KML}}}Style", id=style)
        stroke = ET.SubElement(element, f"{{{KML}}}LineStyle")
        _text(stroke, "color", line)
        _text(stroke, "width", "2")
        area = ET.SubElement(element, f"{{{KML}}}PolyStyle")
        _text(area, "color", fill)
    folders: dict[tuple[str, ...], ET.Element] = {(): document}
    shown = {layer.folder[:depth] for layer in layers if layer.is_shown for depth in range(len(layer.folder) + 1)}
    for layer in layers:
        mark = ET.SubElement(_folder(folders, layer.folder, shown), f"{{{KML}}}Placemark", id=f"p-{layer.id}")
        _text(mark, "name", layer.name)
        _text(mark, "visibility", str(int(layer.is_shown)))
        caption = str(layer.properties.get("caption", layer.name))
        _text(mark, "description", "\n".join([caption, *(f"{key}: {value}" for key, value in about.items())]))
        if date:
            stamp = ET.SubElement(mark, f"{{{KML}}}TimeStamp")
            _text(stamp, "when", date)
        _text(mark, "styleUrl", "#ring" if layer.properties.get("kind") == "ring" else "#area")
        data = ET.SubElement(mark, f"{{{KML}}}ExtendedData")
        for key, value in {**about, **layer.properties}.items():
            item = ET.SubElement(data, f"{{{KML}}}Data", name=str(key))
            _text(item, "value", ", ".join(value) if isinstance(value, list | tuple) else str(value))
        geometry = layer.geometry
        if isinstance(geometry, Point):
            point = ET.SubElement(mark, f"{{{KML}}}Point")
            _text(point, "coordinates", f"{geometry.x:.5f},{geometry.y:.5f},0")
        else:
            several = ET.SubElement(mark, f"{{{KML}}}MultiGeometry")
            for polygon in geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]:
                _polygon(several, polygon)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def write_kmz(path: Path, layers: Sequence[Layer], title: str, about: Mapping[str, Any], date: str | None) -> None:
    """Write layers to a KMZ file whose bytes depend on nothing but them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("doc.kml", STABLE_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, kml_document(layers, title, about, date))
