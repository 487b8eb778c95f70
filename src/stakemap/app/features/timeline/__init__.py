"""Issue and snapshot in view, and the tree of snapshots: adding, branching, playing."""
