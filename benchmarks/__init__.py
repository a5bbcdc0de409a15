"""Measurements: what the checks catch, how fast they are."""
