"""Numbers and findings from a map, which they do not change; `analysis.methods` registers the methods."""
