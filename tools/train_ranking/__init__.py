"""Learns the weights by which answers to questions are ordered."""
