"""Read back: from the columns of a solution to tables in domain words, a module for each part of a plan."""
