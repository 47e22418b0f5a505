"""The same program stated in other modelling layers, from one neutral source."""
