"""A map as bytes: the codec, migrations, files, presets, settings and the JSON Schema."""
