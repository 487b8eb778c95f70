"""Persistence: the codec, migrations, map files, the store of versions, presets, settings, JSON Schema."""
