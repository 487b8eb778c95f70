"""The balance below the canvas in one line: verdict, weighted mean, power for and against."""
