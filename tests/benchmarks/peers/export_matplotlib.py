"""What a scripting analyst would do: seven actors on two axes, by matplotlib, as a PNG of 1920 × 1080."""

import sys

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot

# Alignment on the border and influence, as far apart as in the preset; where exactly changes no time.
POSITIONS = {
    "Türkiye": (10, 85),
    "Azerbaijan": (-60, 80),
    "United States": (45, 65),
    "Armenia": (85, 35),
    "European Union": (60, 30),
    "Russia": (-25, 30),
    "Iran": (0, 10),
}


def draw(path: str) -> None:
    """Draw the actors and write the picture."""
    figure, plot = pyplot.subplots(figsize=(16, 9), dpi=120)
    plot.set_title("Armenia–Türkiye normalisation")
    plot.set_xlabel("Alignment")
    plot.set_ylabel("Influence")
    plot.set_xlim(-100, 100)
    plot.set_ylim(0, 100)
    plot.axhline(50, color="lightgrey")
    plot.axvline(0, color="lightgrey")
    for name, place in POSITIONS.items():
        plot.scatter(*place, s=900)
        plot.annotate(
            name, place, xytext=(18, 0), textcoords="offset points", verticalalignment="center", fontsize=14
        )
    figure.savefig(path)


draw(sys.argv[1])
