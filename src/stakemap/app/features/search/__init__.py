"""Finding actors by their words, and filtering them."""
