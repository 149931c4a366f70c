"""Learns the weights by which words are told to say what a text is about."""
