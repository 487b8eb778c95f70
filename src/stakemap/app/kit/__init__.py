"""What features are made of: actions, forms, widgets, style and workers; it imports none of them."""
