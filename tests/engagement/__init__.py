"""Tests of openiads.engagement."""
