"""What a map is: frozen records, how they resolve over time, and the pure edits that change them."""
