"""How to approach actors by alignment and interest."""
