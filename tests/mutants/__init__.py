"""Small faults put into the model on purpose, and what finds them: `python -m tests.mutants`."""
