"""The live balance below the canvas: who is for and against, where the weight lies, who can block."""
