"""The Qt application: windows, canvas, panels and dialogs over an editing session."""
