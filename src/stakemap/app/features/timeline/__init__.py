"""Choosing issue and snapshot, and the timeline: adding, branching and playing snapshots."""
