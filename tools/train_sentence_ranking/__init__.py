"""Learns what sentences are worth to a summary."""
