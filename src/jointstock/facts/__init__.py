"""What is known: the data dictionary, the case, and the checks of a case."""
