"""Tests of openiads.programme."""
