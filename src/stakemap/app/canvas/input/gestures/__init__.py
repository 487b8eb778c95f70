"""What a hand can do on the canvas: a class for each gesture, with a begin, moves, an end and a way out."""
