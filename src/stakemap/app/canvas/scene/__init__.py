"""What is on show: actors as columns, the part of the scales in view, and what the user does with them."""
