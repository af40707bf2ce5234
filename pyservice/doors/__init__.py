"""The doors: one for each protocol by which clients ask, all over the same core."""
