"""Train the word segmentation model: python -m tools.train_segmenter --data ../shared/data --silver FOLDER.

The figures that count are those of a treebank that the model has not seen: dev for "train only", train for "dev only".
With `--ship` the model is then tuned on both and written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.train_segmenter import silver, training
from workbench.vietnamese.segmenter import MODEL, Segmenter

_SILVER_RATES = (0.15, 0.05)


def main() -> None:
    """Train, print F1 on the dev part, write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with wordseg/, lexicons/, news/, codex/")
    parser.add_argument("--silver", type=Path, required=True, help="where sentences and their labels are kept")
    parser.add_argument("--labellers", nargs="+", default=["under", "pyvi"])
    parser.add_argument("--limit", type=int, help="use no more silver sentences than this")
    parser.add_argument("--bits", type=int, default=training.BITS)
    parser.add_argument("--rates", nargs="*", type=float, default=[0.1] * 4, help="one tuning epoch for each")
    parser.add_argument("--no-rdr", action="store_true", help="do not tune on the RDR sample before the treebank")
    parser.add_argument("--no-silver", action="store_true", help="learn from the treebanks alone")
    parser.add_argument("--ship", action="store_true", help="write the model, tuned on train and dev")
    arguments = parser.parse_args()

    silver.make(arguments.data, arguments.silver)
    gold = arguments.data / "wordseg"
    train, dev = (training.read_conllu(gold / f"vi_vtb-ud-{part}.conllu") for part in ("train", "dev"))
    rdr = training.read_underscored(gold / "rdr_Train_gold.txt")
    plain = training.read_silver(arguments.silver, arguments.labellers, arguments.limit)
    empty = training.new_model(plain, arguments.data / "lexicons" / "viet74k_words.txt", arguments.bits)
    trainer = training.Trainer(1 << arguments.bits)
    if not arguments.no_silver:
        rows, labels = training.examples(empty, training.case_changed(plain))
        for seed, rate in enumerate(_SILVER_RATES):
            trainer.epoch(rows, labels, rate, seed)
        del rows, labels
    general = trainer.weights.copy()

    def report(name: str) -> Segmenter:
        made = empty.with_weights(trainer.quantised())
        scores = (
            f"{part} {training.word_f1(made, data):.4f}"
            for part, data in (("train", train), ("dev", dev), ("rdr", rdr))
        )
        print(f"{name:12}", *scores, flush=True)
        return made

    def tune(treebank: training.Labelled) -> None:
        trainer.weights[:] = general
        # The treebank comes last: RDR follows other guidelines.
        for data in (treebank,) if arguments.no_rdr else (rdr, treebank):
            trainer.restart(1.0)
            gold_rows, gold_labels = training.examples(empty, data)
            for seed, rate in enumerate(arguments.rates):
                trainer.epoch(gold_rows, gold_labels, rate, seed)

    if not arguments.no_silver:
        report("silver")
    tune(train)
    report("train only")
    tune(dev)
    report("dev only")
    if arguments.ship:
        tune(train + dev)
        report("train + dev").save(MODEL)


if __name__ == "__main__":
    main()
