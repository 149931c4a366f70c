"""Character recognition of scanned pages with Tesseract: straightening, words, lines, the searchable copy."""
