"""The balance below the canvas in one line: verdict, weighted position, power for and against."""
