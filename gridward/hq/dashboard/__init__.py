"""The headquarters console (指挥台): figures that open their lists, slots, bulletins.

Nouns: ReportSlot, Figure, Delivery, Bulletin. Every figure has a unit, a denominator and a cut-off.
"""
