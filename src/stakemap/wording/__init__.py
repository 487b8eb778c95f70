"""A map in words: names, numbers, dates and sentences about what a map says; below it only the model."""
