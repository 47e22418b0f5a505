"""Replay of a fixed plan, month by month, in many scenarios; what it means stands in docs/explanation/chance.md."""
