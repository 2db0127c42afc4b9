"""Measure the reader on the corpus of this repository.

    python benchmarks/corpus.py --part held-out --language en

Measures, each over whole documents:

found        expected statements whose content a read one meets with a Jaccard index of word tokens of 0.5
             or more, paired one to one, best first; nested statements count like others, the publisher's
             own apart
attribution  found, and the words of the source share a token (or both have none): precision, recall, F1
speaker      of those found, the party is the expected one (``same_party``)
strict       of those found, acts are read and all of them are annotated ones, none of them only fair
acts         of those found, an expected or fair act is read and none that is neither; "macro" is the mean
             over the expected first acts of the same share
denies       of found denials, the kinds are the expected ones
relays, addressee, forum, figures, said (time of saying), dates (times in what was said): F1 over sets of
             values, of found statements and of those missed; relays and addressees may be called short, and
             the unit of a figure too ("stations" for "polling stations"); persons are people
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.reading import paired, plain, tokens_of, touched  # noqa: E402 - the path is set above
from training.examples import about_of  # noqa: E402
from training.notation import PRONOUNS, Document, Gold, read_corpus  # noqa: E402
from training.split import part_of  # noqa: E402

from khronika.reading import reader_for  # noqa: E402
from khronika.records.dates import days_of  # noqa: E402
from khronika.records.reading import Reader  # noqa: E402
from khronika.records.statement import Statement  # noqa: E402

HALF = 0.5
TITLES = 3
"""Words that a named party may be called by beside its name."""


def days(value: str) -> tuple[str, str]:
    """Return the first and last day of an EDTF value of the corpus, open ends as ``..``."""
    start, end = days_of(value)
    return (str(start) if start else "..", str(end) if end else "..")


def judge(document: Document, read: Sequence[Statement], report: list[str] | None = None) -> Counter[str]:
    """Return the counts of one document; with ``report``, differences are added to it in words."""
    counts: Counter[str] = Counter(documents=1)
    every = document.statements()
    tokens = tokens_of(document.text)
    for own in (False, True):
        gold = [g for g in every if g.own is own]
        mine = [s for s in read if s.own is own]
        gold_tokens = [touched(tokens, g.content) for g in gold]
        mine_tokens = [touched(tokens, s.content) for s in mine]
        pairs = {
            g: r
            for g, r in paired(gold_tokens, mine_tokens).items()
            if len(gold_tokens[g] & mine_tokens[r]) >= HALF * len(gold_tokens[g] | mine_tokens[r])
        }
        name = "own" if own else "found"
        counts[f"{name}_expected"] += len(gold)
        counts[f"{name}_read"] += len(mine)
        counts[f"{name}_right"] += len(pairs)
        if own:
            continue
        for g, wanted in enumerate(gold):
            if g not in pairs:
                note(report, document, wanted, "missed", "")
                for field, values in values_of(wanted).items():
                    counts[f"{field}_expected"] += len(values)
                continue
            statement = mine[pairs[g]]
            sources = touched(tokens, wanted.spans.get("s", [])), touched(tokens, statement.source)
            right = bool(sources[0] & sources[1]) or not (sources[0] or sources[1])
            counts["attribution_right"] += right
            compare(counts, wanted, statement, (report, document))
        for r, statement in enumerate(mine):
            if r not in pairs.values() and report is not None:
                words = " … ".join(document.text[s:e] for s, e in statement.content)
                report.append(f"{document.name}: unexpected {statement.speaker}: {words[:90]!r}")
        counts["attribution_expected"] += len(gold)
        counts["attribution_read"] += len(mine)
    return counts


def compare(
    counts: Counter[str], wanted: Gold, read: Statement, where: tuple[list[str] | None, Document]
) -> None:
    """Count what is right of a statement found."""
    right = same_party(wanted, read, where[1])
    counts["speaker_right"] += right
    counts["named_right"] += wanted.named == read.named
    if not right:
        note(*where, wanted, "speaker", f"{wanted.speaker!r} read as {read.speaker!r}")
    acts, fair = set(wanted.acts), set(wanted.acts) | set(wanted.fair)
    mine = {act.value for act in read.acts}
    fits = bool(mine & fair) and mine <= fair
    counts["acts_right"] += fits
    counts["strict_right"] += bool(mine & acts) and mine <= acts
    counts[f"act {wanted.acts[0]}"] += 1
    counts[f"act right {wanted.acts[0]}"] += fits
    if not fits:
        note(*where, wanted, "acts", f"{sorted(acts)} read as {sorted(mine)}")
    if "denies" in acts:
        counts["denials"] += 1
        counts["denies_right"] += set(wanted.denies) == {kind.value for kind in read.denies}
    found = read_values(read)
    for field, values in values_of(wanted).items():
        if field == "addressee" and values and found[field] and unnamed_there(wanted, read, where[1]):
            found[field] = values
        elif field in {"relays", "addressee"}:
            found[field] = same_names(where[1], values, found[field])
        elif field == "figures":
            found[field] = same_figures(values, found[field])
        counts[f"{field}_expected"] += len(values)
        counts[f"{field}_read"] += len(found[field])
        counts[f"{field}_right"] += len(values & found[field])
        if values != found[field]:
            note(
                *where, wanted, field, f"{sorted(map(str, values))} read as {sorted(map(str, found[field]))}"
            )


def words_in(name: str) -> frozenset[str]:
    """Return the words by which an unnamed party is compared: without articles, of its first part."""
    head = re.split(r",|\s(?:who|which|that)\s", name.casefold())[0]
    return frozenset(re.findall(r"\w+", head)) - {"the", "a", "an", "of", "for", "some", "several"}


def same_party(wanted: Gold, read: Statement, document: Document) -> bool:
    """Tell whether the speaker read is the party expected."""
    expected = {plain(part) for part in wanted.speaker.split(";")}
    given = {plain(part) for part in (read.speaker or "").split(";")}
    if expected & given:
        return True
    if wanted.named and wanted.speaker:
        return any(is_named(name, mine) or is_body(name, mine) for name in expected for mine in given)
    if not wanted.speaker or read.speaker is None:
        return False
    return is_described(wanted.speaker, read.speaker, document)


_BODY = re.compile(
    r"\b(?:ministry|service|office|department|directorate|court|police|committee|commission|council|agency|"
    r"authority|government|board|bureau|assembly|union|association|administration|parliament|party|company|"
    r"bank|treasury|command|forces|army|navy|federation|confederation|alliance|front|"
    r"министерств|служб|управлени|департамент|суд|комитет|комисси|совет|агентств|правительств|бюро|союз|"
    r"ассоциаци|администраци|парламент|партия)",
    re.IGNORECASE,
)
"""A body of state or of many: it may be called without the name of its country or town."""

FEWEST = 2
"""Words by which a body must be called at least: "the ministry" alone is none of them."""


def is_named(expected: str, given: str) -> bool:
    """Tell whether a plain name is the expected one; a title more ("Dr", "opposition") is no fault."""
    name, mine = set(expected.split()), set(given.split())
    return bool(name) and name <= mine and len(mine - name) <= TITLES


def is_body(expected: str, given: str) -> bool:
    """Tell whether a body is called by a part of its name that says what it is: "border service"."""
    mine = words_in(given)
    return len(mine) >= FEWEST and mine < words_in(expected) and _BODY.search(given) is not None


def is_short(expected: str, given: str) -> bool:
    """Tell whether a plain name is a part of the expected one and no mere kind ("el faro", no "agency")."""
    mine = words_in(given)
    return mine < words_in(expected) and any(not _KIND.fullmatch(word) for word in mine)


_KIND = re.compile(
    rf"{_BODY.pattern}\w*|news\w*|paper|press|radio|station|channel|site|website|outlet|broadcaster|magazine|"
    r"weekly|daily|газета|издание|радио|канал|телеканал|сайт|портал",
    re.IGNORECASE,
)


def is_described(expected: str, given: str, document: Document) -> bool:
    """Tell whether a party without a name is met: by half of the words of any mention that is no pronoun."""
    mentions = {
        document.text[m.start : m.end]
        for m in document.marks
        if m.role in "smra" and re.sub(r"[~#\d]+$", "", m.value).strip() == expected
    }
    mine = words_in(given)
    for mention in (*mentions, expected):
        theirs = words_in(mention) - PRONOUNS
        if mine and theirs and len(mine & theirs) >= HALF * len(mine | theirs):
            return True
    return False


def same_names(document: Document, expected: set[str], given: set[str]) -> set[str]:
    """Return ``given`` with each name that means an expected party exchanged for the expected name.

    A relay or addressee with a name is met by it, with a title more or by its short form; one without a name
    as an unnamed speaker is.
    """
    left = set(expected - given)
    found = set()
    for name in given:
        near = () if name in expected else sorted(left)
        met = next((other for other in near if _meets(document, other, name)), None)
        left.discard(met or "")
        found.add(met or name)
    return found


Amount = tuple[float | None, float | None, str]
_PERSONS = frozenset({"people", "person", "человек", "людей", "лиц"})


def same_figures(expected: set[Amount], given: set[Amount]) -> set[Amount]:
    """Return ``given`` with each figure that means an expected one exchanged for it: a unit may be short."""
    left = expected - given
    found = set()
    for low, high, unit in sorted(given, key=str):
        near = () if (low, high, unit) in expected else sorted(left, key=str)
        met = next((f for f in near if f[:2] == (low, high) and _same_unit(f[2], unit)), None)
        left -= {met}
        found.add(met or (low, high, unit))
    return found


def _same_unit(one: str, other: str) -> bool:
    first, second = ({word.removesuffix("s") for word in unit.split()} for unit in (one, other))
    if first <= _PERSONS and second <= _PERSONS:
        return True
    return bool(first and second) and (first <= second or second <= first)


def _meets(document: Document, expected: str, given: str) -> bool:
    values = {re.sub(r"#\d+$", "", m.value).strip() for m in document.marks if m.role in "ra"}
    unnamed = [value[:-1] for value in values if value.endswith("~") and plain(value[:-1]) == expected]
    if unnamed:
        return is_described(unnamed[0], given, document)
    return is_named(expected, given) or is_short(expected, given)


def values_of(gold: Gold) -> dict[str, set[Any]]:
    """Return what is expected of each field, as sets."""
    return {
        "relays": {plain(name) for name in gold.relays},
        "addressee": {plain(gold.addressee)} - {""},
        "forum": {"forum"} if gold.spans.get("f") else set(),
        "figures": {(a.low, a.high, plain(a.unit)) for a in gold.figures},
        "said": {days(value) for value in gold.said},
        "dates": {days(value) for value in gold.dates},
    }


def read_values(read: Statement) -> dict[str, set[Any]]:
    """Return what was read of each field, as sets."""

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    def ends(when: Any) -> tuple[str, str]:
        return (str(when.start) if when.start else "..", str(when.end) if when.end else "..")

    return {
        "relays": {plain(relay.text) for relay in read.relays},
        "addressee": {plain(read.addressee.text)} if read.addressee else set(),
        "forum": {"forum"} if read.forum else set(),
        "figures": {(number(f.low), number(f.high), plain(f.unit)) for f in read.figures},
        "said": {ends(read.when)} if read.when else set(),
        "dates": {ends(when) for when in read.dates},
    }


def unnamed_there(wanted: Gold, read: Statement, document: Document) -> bool:
    """Tell whether the annotator gave words alone («журналистам»), and the reader read the same words."""
    spans = wanted.spans.get("a", [])
    given = any(plain(document.text[s:e]) == plain(wanted.addressee) for s, e in spans)
    theirs = read.addressee.spans if read.addressee is not None else ()
    return given and any(s < b and a < e for s, e in theirs for a, b in spans)


def note(report: list[str] | None, document: Document, wanted: Gold, what: str, how: str) -> None:
    """Add one difference to the report."""
    if report is not None:
        words = " … ".join(document.text[s:e] for s, e in wanted.content)
        report.append(
            f"{document.name} {wanted.number}: {what} {how} :: {re.sub(chr(10), ' ', words)[:90]!r}"
        )


def rate(counts: Counter[str], name: str) -> str:
    """Return precision, recall and F1 of one measure."""
    right, read, expected = (counts[f"{name}_{part}"] for part in ("right", "read", "expected"))
    precision, recall = right / read if read else 1.0, right / expected if expected else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    counted = f"({right} right, {read} read, {expected} expected)"
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}  {counted}"


def summary(counts: Counter[str]) -> Iterable[str]:
    """Yield the lines of the report."""
    found = counts["found_right"] or 1
    yield f"{counts['documents']} documents"
    for name in ("found", "attribution"):
        yield f"{name:12} {rate(counts, name)}"
    for name in ("speaker", "named", "acts", "strict"):
        yield f"{name:12} {100 * counts[f'{name}_right'] / found:.1f} % of {found} found"
    shares = {
        key.removeprefix("act "): counts[f"act right {key.removeprefix('act ')}"] / count
        for key, count in counts.items()
        if key.startswith("act ") and not key.startswith("act right")
    }
    if shares:
        yield f"{'acts, macro':12} {100 * sum(shares.values()) / len(shares):.1f} % over {len(shares)} acts"
        yield "             " + ", ".join(
            f"{act} {100 * share:.0f} ({counts[f'act {act}']})" for act, share in sorted(shares.items())
        )
    denials = counts["denials"] or 1
    yield f"{'denies':12} {100 * counts['denies_right'] / denials:.1f} % of {denials} denials found"
    for name in ("relays", "addressee", "forum", "figures", "said", "dates", "own"):
        yield f"{name:12} {rate(counts, name)}"


def documents_of(folder: Path, part: str) -> list[Document]:
    """Return the documents of one part of the corpus."""
    return [d for d in read_corpus(folder) if part in {"all", part_of(d.name)}]


def measure(documents: Iterable[Document], reader: Reader, report: list[str] | None = None) -> Counter[str]:
    """Return the counts of all documents."""
    total: Counter[str] = Counter()
    for document in documents:
        total += judge(document, reader.read(document.text, about_of(document)), report)
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the reader on the corpus.")
    parser.add_argument("--language", default="en", choices=["en", "ru"])
    parser.add_argument("--part", default="held-out", choices=["train", "dev", "held-out", "all"])
    parser.add_argument("--setting", default="accurate", choices=["fast", "accurate"])
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    report: list[str] | None = [] if options.verbose else None
    documents = documents_of(options.corpus / options.language, options.part)
    counts = measure(documents, reader_for(options.language, options.setting), report)
    for line in report or ():
        print(line)
    for line in summary(counts):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
