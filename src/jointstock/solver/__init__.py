"""Linear programs as arrays, and what a solver says of them; no nation is known here."""
