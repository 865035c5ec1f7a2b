"""The grid tree (网格): township, villages and communities, grids, micro grids, dated.

Nouns: Node. A node is never changed silently: it is valid from-to, and a re-drawn one ends and
points to what followed. Every household belongs to exactly one leaf at any date.
"""
