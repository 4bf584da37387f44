"""OpenIADS: what an air-defence battery sees, reaches and stops from where it stands, by simulation only."""

__version__ = "0.1.0"
