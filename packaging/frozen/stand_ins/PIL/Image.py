"""Nothing: no slide of the app holds a picture."""
