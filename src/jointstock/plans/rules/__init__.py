"""The rules of a plan, recomputed from the case and the plan's tables alone.

Each module holds the checks of one part of a plan and shares no code with the model that made it.
"""
