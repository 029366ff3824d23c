"""A small world of houses, pets and letters: every way of declaring a field, with values made to go wrong."""
