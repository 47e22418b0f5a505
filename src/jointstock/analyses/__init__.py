"""One question per module; analyses do not know each other and hand each other tables."""
