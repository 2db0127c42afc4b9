"""Measure the reader: statements found, speakers, acts, relays, figures and dates, and its speed.

    python benchmarks/reading.py [CASE.expected.json …] [--gum FILE] [--speed] [--verbose]

A case is a text and the reading a careful person expects of it. A statement is *found* when the Jaccard
index of the word tokens touched by its content is a half or more (paired one to one, best first); *covered*
counts pairs in which half of the expected words are there. All else is judged over the found ones. *dates*
are all times of a statement, of saying (``when``) and in what was said (``dates``) together, compared as
sets of first and last day. Top-level statements that no expected one pairs with, the publisher's own
assertions left out, are *unexpected*. ``--gum`` gives recall on the news lines of GUM's attributions, in
the format of the shared scorer: found by content, and *attributed* where the source shares a word too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from khronika.reading import ACCURATE, FAST, language_of, reader_for
from khronika.records.item import About
from khronika.records.spans import Spans
from khronika.records.statement import Statement

HERE = Path(__file__).resolve().parent
CASES = (
    *sorted((HERE.parent.parent / "shared" / "cases").glob("*.expected.json")),
    *sorted((HERE.parent / "tests" / "reading" / "cases").glob("*.expected.json")),
    *sorted((HERE.parent / "src" / "khronika" / "samples").glob("*/truth/statements.json")),
)
GUM = HERE.parent.parent / "shared" / "data" / "reading" / "gum_attribution.jsonl"
_WORD = re.compile(r"\w+")
HALF = 0.5


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Return the spans of the word tokens of ``text``."""
    return [match.span() for match in _WORD.finditer(text)]


def touched(tokens: Sequence[tuple[int, int]], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Return the numbers of the tokens that ``spans`` touch."""
    pieces = list(spans)
    return frozenset(n for n, (s, e) in enumerate(tokens) if any(s < b and a < e for a, b in pieces))


def plain(name: str | None) -> str:
    """Return a name as it is compared: small letters, straight apostrophes, no article in front."""
    words = (name or "").casefold().replace("’", "'").strip()
    return re.sub(r"^(?:the|a|an)\s", "", words)


def speakers(name: str | None) -> frozenset[str]:
    """Return the names of one or several speakers."""
    return frozenset(plain(part) for part in (name or "").split(";"))


def paired(gold: Sequence[frozenset[int]], read: Sequence[frozenset[int]]) -> dict[int, int]:
    """Return which reading belongs to which expected statement, one to one, best Jaccard first."""
    ranked = sorted(
        (-len(g & r) / len(g | r), gi, ri) for gi, g in enumerate(gold) for ri, r in enumerate(read) if g & r
    )
    pairs: dict[int, int] = {}
    for _, gi, ri in ranked:
        if gi not in pairs and ri not in pairs.values():
            pairs[gi] = ri
    return pairs


def rates(right: int, read: int, expected: int) -> str:
    """Return precision, recall and F1 as one line."""
    precision, recall = (right / read if read else 1.0), (right / expected if expected else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  ({right} of {expected} expected, {read} read)"


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def figures_of(expected: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the figures of an expected statement as they are compared."""
    return [
        (_number(f["low"]), _number(f["high"]), plain(f.get("unit")), f.get("per", ""))
        for f in expected.get("figures", [])
    ]


def days_expected(expected: dict[str, Any]) -> set[tuple[str | None, str | None]]:
    """Return the first and last day of each time of an expected statement, of saying or in what was said."""
    times = [expected.get("when"), *expected.get("dates", [])]
    return {(when["start"], when["end"]) for when in times if when}


def days_read(statement: Statement) -> set[tuple[str | None, str | None]]:
    """Return the first and last day of each time of a read statement, of saying or in what was said."""
    times = [when for when in (statement.when, *statement.dates) if when is not None]
    return {(str(w.start) if w.start else None, str(w.end) if w.end else None) for w in times}


class Case:
    """One case: its text and what is expected of it."""

    def __init__(self, plan: dict[str, Any], folder: Path, setting: str = ACCURATE) -> None:
        self.plan = plan
        self.name = Path(plan["item"]).name
        self.text = (folder / self.plan["item"]).read_text(encoding="utf-8")
        about = About(
            publisher=self.plan.get("publisher", ""),
            published=self.plan.get("published", ""),
            author=self.plan.get("author", ""),
            title=self.plan.get("title", ""),
        )
        self.about = about
        self.language = self.plan.get("language") or language_of(self.text) or "en"
        self.read = reader_for(self.language, setting).read(self.text, about)
        self.expected = self.plan["statements"]
        tokens = tokens_of(self.text)
        self.gold = [touched(tokens, [p["span"] for p in s["content"]]) for s in self.expected]
        self.mine = [touched(tokens, s.content) for s in self.read]

    def pairs(self) -> dict[int, int]:
        """Return expected to read statements; what is expected of the publisher may be one of its own."""
        top = [n for n, s in enumerate(self.read) if not s.own and s.within is None]
        first = paired(self.gold, [self.mine[n] for n in top])
        pairs = {gi: top[ri] for gi, ri in first.items() if self.jaccard(gi, top[ri]) >= HALF}
        voice = plain(self.plan.get("publisher"))
        left = [g for g, s in enumerate(self.expected) if g not in pairs and plain(s["speaker"]) == voice]
        own = [n for n, s in enumerate(self.read) if s.own]
        second = paired([self.gold[g] for g in left], [self.mine[n] for n in own])
        found = pairs | {left[gi]: own[ri] for gi, ri in second.items()}
        return {
            gi: top[ri] for gi, ri in first.items() if gi not in found and top[ri] not in found.values()
        } | found

    def jaccard(self, gi: int, ri: int) -> float:
        """Return the Jaccard index of two contents."""
        return len(self.gold[gi] & self.mine[ri]) / len(self.gold[gi] | self.mine[ri])


def cases_in(path: Path, setting: str = ACCURATE) -> list[Case]:
    """Return the cases of one file: a single case, or a list of documents (the sample case's)."""
    plan = json.loads(path.read_text(encoding="utf-8"))
    documents = plan.get("documents", [plan])
    folder = path.parent
    if documents and not (folder / documents[0]["item"]).exists():
        folder = folder.parent
    return [Case(document, folder, setting) for document in documents]


def judge(case: Case, *, verbose: bool) -> Counter[str]:
    """Return the counts of one case; print what is wrong when ``verbose``."""
    counts: Counter[str] = Counter(expected=len(case.expected))
    pairs = case.pairs()
    used = set()
    for gi, wanted in enumerate(case.expected):
        ri = pairs.get(gi)
        covered = ri is not None and len(case.gold[gi] & case.mine[ri]) >= HALF * len(case.gold[gi])
        counts["covered"] += covered
        found = ri is not None and case.jaccard(gi, ri) >= HALF
        if not found or ri is None:
            _say(verbose, wanted["id"], "not found", "")
            _miss(counts, wanted)
            continue
        used.add(ri)
        counts["found"] += 1
        _compare(counts, wanted, case.read[ri], verbose=verbose)
    for number, statement in enumerate(case.read):
        if number not in used and not statement.own and statement.within is None:
            counts["unexpected"] += 1
            words = " … ".join(case.text[s:e] for s, e in statement.content)
            _say(verbose, statement.id, "unexpected", f"{statement.speaker}: {words[:80]!r}")
    return counts


def _say(verbose: bool, *words: str) -> None:  # noqa: FBT001 - passed through
    if verbose:
        print("   ", *words)


def _miss(counts: Counter[str], wanted: dict[str, Any]) -> None:
    counts["relays_expected"] += len(wanted.get("via", []))
    counts["figures_expected"] += len(wanted.get("figures", []))
    counts["dates_expected"] += len(days_expected(wanted))


def _compare(counts: Counter[str], wanted: dict[str, Any], read: Statement, *, verbose: bool) -> None:
    checks = {
        "speaker": bool(speakers(wanted["speaker"]) & speakers(read.speaker)),
        "named": wanted["speaker_named"] == read.named,
        "acts": _acts_fit(wanted, read),
        "denies": _kinds(wanted) == {kind.value for kind in read.denies},
        "disputes": plain(wanted.get("disputes")) in plain(read.disputes.text if read.disputes else ""),
    }
    for name, right in checks.items():
        counts[name] += right
        if not right:
            _say(verbose, wanted["id"], name, f"{_shown(wanted, name)} read as {_shown_read(read, name)}")
    for name, words in (("addressee", read.addressee), ("forum", read.forum)):
        _tally(
            counts,
            name,
            {plain(wanted.get(name))} - {""},
            {plain(words.text)} if words else set(),
            (verbose, wanted["id"]),
        )
    relays = {plain(relay.text) for relay in read.relays}
    _tally(counts, "relays", {plain(v) for v in wanted.get("via", [])}, relays, (verbose, wanted["id"]))
    mine = {(_number(f.low), _number(f.high), plain(f.unit), f.per) for f in read.figures}
    _tally(counts, "figures", set(figures_of(wanted)), mine, (verbose, wanted["id"]))
    _tally(counts, "dates", days_expected(wanted), days_read(read), (verbose, wanted["id"]))


def _tally(
    counts: Counter[str], name: str, wanted: set[Any], read: set[Any], where: tuple[bool, str]
) -> None:
    counts[name + "_expected"] += len(wanted)
    counts[name + "_read"] += len(read)
    counts[name + "_right"] += len(wanted & read)
    if wanted != read:
        _say(where[0], where[1], name, f"{sorted(map(str, wanted))} read as {sorted(map(str, read))}")


def _acts_fit(wanted: dict[str, Any], read: Statement) -> bool:
    """Tell whether an expected act was read, and nothing that is neither expected nor fair."""
    expected, fair = set(wanted["acts"]), set(wanted.get("acts_also_fair", []))
    acts = {act.value for act in read.acts}
    return bool(acts & (expected | fair)) and acts <= expected | fair


def _kinds(wanted: dict[str, Any]) -> set[str]:
    kinds = wanted.get("denies") or []
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _shown(wanted: dict[str, Any], name: str) -> str:
    return str(wanted.get("speaker_named" if name == "named" else name))


def _shown_read(read: Statement, name: str) -> str:
    value = getattr(read, name)
    return str([str(v) for v in value] if isinstance(value, tuple) else getattr(value, "text", value))


def report(counts: Counter[str]) -> None:
    """Print the counts of one case or of all."""
    found, expected = counts["found"], counts["expected"]
    print(
        f"  found        {found} of {expected} (Jaccard >= 0.5); "
        f"{counts['covered']} covered by half of the expected words"
    )
    for name in ("speaker", "named", "acts", "denies", "disputes"):
        print(f"  {name:12} {counts[name]} of {found} found")
    for name in ("relays", "addressee", "forum", "figures", "dates"):
        line = rates(counts[name + "_right"], counts[name + "_read"], counts[name + "_expected"])
        print(f"  {name:12} {line}")
    print(f"  unexpected   {counts['unexpected']} top-level statements that are not expected")


def gum(path: Path, genre: str, *, verbose: bool) -> None:
    """Print the recall on one genre of GUM's attributions."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document["genre"] != genre:
            continue
        text = document["text"]
        tokens = tokens_of(text)
        read = reader_for("en").read(text, About(published=document.get("date", "")))
        gold = [a for a in document["attributions"] if a.get("polarity") != "negative"]
        mine = [touched(tokens, s.content) for s in read]
        pairs = paired([touched(tokens, a["content"]) for a in gold], mine)
        for number, wanted in enumerate(gold):
            content = touched(tokens, wanted["content"])
            _count_gum(
                counts,
                (text, wanted, content, tokens),
                _near(pairs.get(number), read, mine, content),
                verbose=verbose,
            )
        counts["read"] += sum(not s.own for s in read)
    total = counts["gold"] or 1
    print(f"GUM {genre}: {counts['gold']} attributions")
    print(f"  content (Jaccard >= 0.5)    {100 * counts['content'] / total:.1f} % recall")
    print(f"  attribution (source too)    {100 * counts['both'] / total:.1f} % recall")
    cued = counts["sourced"] or 1
    print(
        f"  attribution, sourced gold   {100 * counts['both_sourced'] / cued:.1f} % recall "
        f"of {counts['sourced']}"
    )
    print(f"  statements read, own left out: {counts['read']}")


def _near(
    place: int | None, read: Sequence[Statement], mine: Sequence[frozenset[int]], content: frozenset[int]
) -> Statement | None:
    if place is None or not content:
        return None
    return read[place] if len(mine[place] & content) >= HALF * len(mine[place] | content) else None


def _count_gum(
    counts: Counter[str], gold: tuple[Any, ...], found: Statement | None, *, verbose: bool
) -> None:
    text, wanted, content, tokens = gold
    if not content:
        return
    counts["gold"] += 1
    source = touched(tokens, wanted["source"])
    counts["sourced"] += bool(source)
    counts["content"] += found is not None
    right = found is not None and _source_fits(tokens, source, found.source)
    counts["both"] += right
    counts["both_sourced"] += right and bool(source)
    if verbose and not right:
        words = [" … ".join(text[s:e] for s, e in wanted[role])[:90] for role in ("source", "cue", "content")]
        print("   ", "source" if found else "missed", words)


def _source_fits(tokens: Sequence[tuple[int, int]], source: frozenset[int], spans: Spans) -> bool:
    mine = touched(tokens, spans)
    return bool(mine & source) or not (mine or source)


def speed() -> None:
    """Print words a second over the cases, repeated."""
    texts = [case.text for path in CASES for case in cases_in(path) if case.language == "en"]
    if not texts:
        return
    words = sum(len(text.split()) for text in texts)
    rounds = max(1, 40_000 // words)
    started = time.process_time()
    for _ in range(rounds):
        for text in texts:
            reader_for("en").read(text, About())
    took = time.process_time() - started
    print(
        f"speed: {rounds * words / took:,.0f} words a second of processor time "
        f"({rounds * words:,} words in {took:.2f} s)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the reader.")
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--gum", nargs="?", const=GUM, type=Path, metavar="FILE")
    parser.add_argument("--genre", default="news")
    parser.add_argument("--setting", choices=[FAST, ACCURATE], default=ACCURATE)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    total: Counter[str] = Counter()
    if options.cases or not (options.gum or options.speed):
        for case in (case for path in options.cases or CASES for case in cases_in(path, options.setting)):
            print(f"{case.name} ({case.language})")
            counts = judge(case, verbose=options.verbose)
            report(counts)
            total += counts
        print("all cases")
        report(total)
    if options.gum:
        gum(options.gum, options.genre, verbose=options.verbose)
    if options.speed:
        speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
