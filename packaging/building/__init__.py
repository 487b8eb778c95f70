"""What `packaging/build.py` is made of: a module for each target, and what the targets share."""
