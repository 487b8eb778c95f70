"""Reading of untrusted map files: limits, strict parsing, migrations, validation."""
