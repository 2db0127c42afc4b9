"""Measure what is read from spans, with the annotators' own spans: ``python -m training.oracle --part dev``.

Everything but the tagger: who a source names, relays, figures, times, acts by rules. What is wrong here is
not the tagger's fault. ``--verbose`` prints every difference. Held-out documents are refused.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import judge, summary

from khronika.reading.heading import about_from_text
from khronika.reading.languages.en.tagged import TaggedReading
from khronika.reading.languages.ru.drafting import Drafting, layout_of
from khronika.reading.tagged import gather
from khronika.reading.tagging import labels
from khronika.reading.tagging.tagger import Extra, Found
from khronika.records.statement import Statement
from training.examples import EXTRA_ROLES, VALUE_ROLES, about_of
from training.notation import Document, Gold, read_corpus
from training.split import part_of

_SURE = 0.9


def extras_of(gold: Gold, roles: dict[str, str]) -> set[Extra]:
    """Return the annotator's spans of some roles."""
    return {Extra(kind, span, _SURE) for role, kind in roles.items() for span in gold.spans.get(role, [])}


def found_of(document: Document, *, acts: bool) -> tuple[list[Found], list[Extra]]:
    """Return what a tagger without fault would find; with ``acts``, its acts too."""
    found: list[Found] = []
    extras: set[Extra] = set()
    for gold in document.statements():
        wanted = {*gold.acts, *(f"denies {kind}" for kind in gold.denies)}
        found.append(
            Found(
                content=tuple(sorted(gold.content)),
                cue=min(gold.spans["k"]) if gold.spans.get("k") else None,
                source=min(gold.spans["s"]) if gold.spans.get("s") else None,
                nested=gold.within is not None,
                own=gold.own,
                parts={"content": _SURE},
                acts={name: float(name in wanted) for name in labels.ACTS} if acts else {},
                extras=tuple(sorted(extras_of(gold, EXTRA_ROLES), key=lambda extra: extra.span)),
            )
        )
        extras |= extras_of(gold, EXTRA_ROLES | VALUE_ROLES)
    found.sort(key=lambda f: (f.content[0][0], f.nested, -f.content[-1][1]))
    return found, sorted(extras, key=lambda extra: extra.span)


def read(document: Document, language: str, *, acts: bool) -> tuple[Statement, ...]:
    """Return the reading of a document, in English or Russian, from the annotators' spans."""
    about = about_from_text(document.text, about_of(document))
    found = found_of(document, acts=acts)
    if language == "ru":
        layout = layout_of(document.text)
        return Drafting(document.text, about, layout, gather(layout, *found)).statements()
    reading = TaggedReading(document.text, about)
    reading.gathered = gather(reading.layout, *found)
    return reading.statements()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one part."""
    parser = argparse.ArgumentParser(description="Measure what is read from the annotators' spans.")
    parser.add_argument("--language", choices=["en", "ru"], default="en")
    parser.add_argument("--part", choices=["train", "dev"], default="dev")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--acts", action="store_true", help="take the annotators' acts too")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    report: list[str] | None = [] if options.verbose else None
    counts: Counter[str] = Counter()
    for document in read_corpus(options.corpus / options.language):
        if part_of(document.name) == options.part:
            counts += judge(document, read(document, options.language, acts=options.acts), report)
    for line in (*(report or ()), *summary(counts)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
