"""Place names (地名): which division of China a hand-typed text means, and a person where in doubt.

Nouns: Gazetteer (行政区划库, all divisions of five levels with their former names), Match (text ->
code, candidates, confidence, reasons), Alias (地名别名, learned from decisions), PlaceReview
(待核地名, the queue of doubtful names), Estate (小区道路, the street's own
register). The matching is pure Python in `rules`.
"""
