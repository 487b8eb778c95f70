"""The card that asks for reasons after a move, and workshop mode, which defers them."""
