"""The parts of a plan: each calls the blocks it is made of, on the index sets it needs."""
