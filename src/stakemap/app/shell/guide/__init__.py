"""The Guide: help without a network, from the README and from what the registries say of themselves."""

#: Pages that entries of menus lead to.
FORMATS_PAGE = "what-comes-in-and-goes-out"
KEPT_PAGE = "what-stakemap-keeps"
METHODS_PAGE = "what-would-change-the-result"
SHORTCUTS_PAGE = "keyboard-shortcuts"
TEAM_PAGE = "working-together"
TOUR_PAGE = "five-minutes-with-stakemap"
