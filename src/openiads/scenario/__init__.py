"""Choices: order of battle, sites, environment and routes."""
