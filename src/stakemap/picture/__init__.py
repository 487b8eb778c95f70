"""How a map looks: appearance, labels and slides, worked out without Qt, sessions or files."""
