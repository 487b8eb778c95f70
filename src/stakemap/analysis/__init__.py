"""Numbers and findings from a map: balance, distance, movement, evidence and search; nothing here changes a
map.
"""
