"""The layout of each kind of slide, and the blocks that it is made of."""
