"""Layers in other people's formats: GeoJSON, KMZ and cloud-optimised GeoTIFF."""
