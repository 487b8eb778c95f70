"""What stands around the canvas: actor table, inspector, issue selector and snapshot strip."""
