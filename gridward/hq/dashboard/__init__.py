"""The headquarters console (指挥台): figures that open their lists, slots, bulletins.

Nouns: ReportSlot (研判时段), Figure (指标), FrozenFigure, Delivery (村级任务清单), Bulletin (简报).
Every figure has a unit, a denominator where one exists, and a cut-off; persons and person-times are
never added.
"""
