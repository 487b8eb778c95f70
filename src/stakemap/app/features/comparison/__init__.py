"""Two versions of a map compared and merged: their differences as a list, and what is decided of each."""
