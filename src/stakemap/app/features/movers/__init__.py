"""The panel of movers between two snapshots."""
