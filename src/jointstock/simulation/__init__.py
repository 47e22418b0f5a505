"""Replay of a fixed plan, month by month, in many scenarios; rules in docs/explanation/chance.md."""
