"""The mathematics: the only place where nations and linear programs meet."""
