"""Measures the workbench on folders of real documents: `python -m benchmarks.NAME --data DIR --json`."""
