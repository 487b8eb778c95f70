"""How a map looks in a view: the looks of actors, groups and relations."""
