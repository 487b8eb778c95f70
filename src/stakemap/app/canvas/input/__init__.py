"""Mouse and keyboard: gestures, hovering, handles, nudging and naming."""
