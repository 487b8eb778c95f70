"""Who moved between two snapshots."""
