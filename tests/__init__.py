"""Tests of OpenIADS; they mirror the rooms of the package."""
