"""What is left out of the frozen app, and why; the recipe in `packaging/frozen` asks it."""

__all__ = ["UNUSED_MODULES"]

#: Modules that nothing of the app imports, though libraries may, in functions that it does not call.
UNUSED_MODULES = ["tkinter"]
