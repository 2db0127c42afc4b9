"""Check annotated documents: ``python -m training.check FILE…`` prints each fault, or what was read.

With ``--show`` every statement is printed as it was read, to be looked over.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.notation import PRONOUNS, Document, Gold, Malformed, read_document


def doubts(document: Document) -> list[str]:
    """Return what is allowed and yet likely a slip."""
    found = []
    for gold in document.statements():
        where = f"{document.name}: statement {gold.number}"
        first = document.text[slice(*gold.content[0])]
        if not gold.own and not gold.spans.get("s") and not gold.spans.get("k") and not gold.speaker:
            found.append(f"{where}: neither source, cue nor @speaker")
        if first.lower().startswith(("that ", "что ")):
            found.append(f"{where}: content begins with “{first[:4]}”")
        if first != first.strip():
            found.append(f"{where}: content begins or ends with a space")
        if gold.spans.get("s") and gold.speaker.lower() in PRONOUNS:
            found.append(f"{where}: a pronoun without |party")
    missing = (key for key in ("published", "style") if not document.head.get(key))
    return [*found, *(f"{document.name}: no {key} in the head" for key in missing)]


def shown(document: Document, gold: Gold) -> str:
    """Return one statement on one line."""
    words = " … ".join(document.text[s:e] for s, e in gold.content)
    who = gold.speaker + ("" if gold.named else "~")
    rest = f" via {gold.relays}" * bool(gold.relays) + f" within {gold.within}" * bool(gold.within)
    return f"{gold.number:>3} {'OWN ' * gold.own}{who}: {'+'.join(gold.acts)}: {words[:90]!r}{rest}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; exit 1 where a file breaks the notation."""
    parser = argparse.ArgumentParser(description="Check annotated documents.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print every statement")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for path in options.files:
        try:
            document = read_document(path)
            golds = document.statements()
            for doubt in doubts(document):
                print("doubt:", doubt)
        except Malformed as fault:
            counts["faults"] += 1
            print("fault:", fault)
            continue
        counts["documents"] += 1
        counts["words"] += len(document.text.split())
        counts["own"] += sum(g.own for g in golds)
        counts["statements"] += sum(not g.own for g in golds)
        counts["nested"] += sum(g.within is not None for g in golds)
        for gold in golds if options.show else ():
            print(shown(document, gold))
    print(", ".join(f"{value} {key}" for key, value in sorted(counts.items())))
    return 1 if counts["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
