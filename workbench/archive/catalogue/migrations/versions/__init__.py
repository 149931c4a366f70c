"""One migration a file, in order of their numbers. A migration that has been released is never changed."""
