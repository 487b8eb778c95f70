"""What the answers of a round of judging say together."""
