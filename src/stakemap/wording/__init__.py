"""Text about a map for the user: names, numbers, dates and sentences. Imports only the model."""
