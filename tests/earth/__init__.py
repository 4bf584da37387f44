"""Tests of openiads.physics."""
