"""From the raw rows of the network of June 2023 to the tables of the case ``allies-2023-06``."""
