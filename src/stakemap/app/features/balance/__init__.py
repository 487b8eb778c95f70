"""The balance bar below the canvas: power for and against, weighted mean and median, who can block."""
