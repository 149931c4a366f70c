"""Hostile files: made by hand and by chance, to try the archive's readers, containers and gate on them."""
