"""Names and the legend: where they go, and how they are drawn."""
