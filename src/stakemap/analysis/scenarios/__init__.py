"""Scenarios beside the snapshot that they build on."""
