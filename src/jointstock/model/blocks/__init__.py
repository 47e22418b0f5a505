"""The constraint families: each states its rows on arrays, and none knows another."""
