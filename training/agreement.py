"""How far two annotators agree: ``python -m training.agreement --language en``.

The second annotation (``corpus/second``) was made from the plain texts with the guideline alone. It is
measured against the first exactly as a reader is (``benchmarks/corpus.py``), so the figures stand beside a
reader's.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.corpus import judge, summary

from khronika.records.dates import When, days_of
from khronika.records.figures import Figure
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from training.notation import Amount, Document, Gold, read_document


def statement_of(gold: Gold) -> Statement:
    """Return an annotated statement in the form of a read one."""
    return Statement(
        id=f"s{gold.number}",
        speaker=gold.speaker or None,
        named=gold.named,
        content=tuple(gold.content),
        acts=tuple(Act(act) for act in gold.acts),
        source=tuple(gold.spans.get("s", ())),
        cue=tuple(gold.spans.get("k", ())),
        denies=tuple(Denial(kind) for kind in gold.denies),
        addressee=Phrase(gold.addressee, ()) if gold.addressee else None,
        forum=Phrase("forum", ()) if gold.spans.get("f") else None,
        relays=tuple(Phrase(name, ()) for name in gold.relays),
        figures=tuple(_figure(amount) for amount in gold.figures),
        when=_when(gold.said[0]) if gold.said else None,
        dates=tuple(_when(value) for value in gold.dates),
        own=gold.own,
    )


def _figure(amount: Amount) -> Figure:
    low, high = (None if end is None else Decimal(str(end)) for end in (amount.low, amount.high))
    return Figure("", low, high, amount.unit)


def _when(value: str) -> When:
    return When(value, *days_of(value))


def compared(first: Document, second: Document) -> Counter[str]:
    """Return the counts of one document annotated twice.

    Raises:
        ValueError: the two are not of the same text.
    """
    if first.text != second.text:
        raise ValueError(f"{first.name}: the texts differ")
    return judge(first, [statement_of(gold) for gold in second.statements()])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement of one language."""
    parser = argparse.ArgumentParser(description="Measure the agreement of two annotators.")
    parser.add_argument("--language", choices=["en", "ru"], default="en")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for path in sorted((options.corpus / "second" / options.language).glob("*.txt")):
        first = read_document(options.corpus / options.language / path.name)
        counts += compared(first, read_document(path))
    for line in summary(counts):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
