"""Cases made by rule from a size and a seed: nothing in them is real."""
