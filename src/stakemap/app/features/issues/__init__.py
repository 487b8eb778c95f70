"""Issues: adding, changing, ordering and removing them."""
