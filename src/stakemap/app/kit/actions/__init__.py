"""Actions: what they are, and the menus, shortcuts and toolbar made from them."""
