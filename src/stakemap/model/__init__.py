"""The data model of a map: frozen records, resolution over snapshots, and pure edits."""
