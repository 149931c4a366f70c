"""Makes the general model of accents that the program ships."""
