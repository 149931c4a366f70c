"""Makes workbench/vietnamese/models/segmenter.npz; see the note beside that file and decision 9."""
