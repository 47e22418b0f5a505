"""Replay of a fixed plan, month by month, in many scenarios; its rules stand in docs/explanation/chance.md."""
