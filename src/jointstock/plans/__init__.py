"""Make a plan, hold it, write it, verify it."""
