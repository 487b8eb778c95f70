"""The tint of actors by how they are best approached."""
