"""`python -m tools.sample_archive [folder]`: rewrites the sample archive (corpus/ unless another folder is named)."""

import sys
from pathlib import Path

from tools.sample_archive.archive import write

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "corpus"
    sys.stdout.write(f"{write(target)} files in {target}\n")
