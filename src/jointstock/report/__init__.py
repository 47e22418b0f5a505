"""Words, tables and charts for those who decide."""
