"""Headlines of pages: kept with the map, or proposed from its data."""
