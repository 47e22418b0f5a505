"""Index sets: what a program is built over, read from the tables of a case; no program yet."""
