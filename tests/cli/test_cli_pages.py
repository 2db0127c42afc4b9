"""The pages on the command line are true: reference, schema, help and hints."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from transcripts import TREE

from khronika.acts.care import CareShown
from khronika.acts.consent import HandedOver
from khronika.acts.read import ReadRun
from khronika.acts.second import Waiting
from khronika.acts.show import Logged
from khronika.acts.shown import ItemShown, StatementShown
from khronika.acts.sources import TakenIn
from khronika.acts.upkeep import Checked, JoinedDesks
from khronika.cli.commands import COMMANDS, Entry, Family
from khronika.cli.main import LateCommands
from khronika.records.access import Compartment, Member
from khronika.records.care import CareMark
from khronika.records.consent import Consent
from khronika.records.dates import When
from khronika.records.exchange import statement_json
from khronika.records.figures import Figure
from khronika.records.item import About, Receipt
from khronika.records.problems import Problem
from khronika.records.reading import LikelyCopy
from khronika.records.second import Proposal
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement

SCHEMA = (TREE / "docs" / "SCHEMA.md").read_text(encoding="utf-8")
HEAVY = ("sqlalchemy", "sqlcipher3", "jinja2", "rich", "trafilatura", "lxml", "pyrage", "resvg_py", "mammoth")
SHOWN = (
    *(ItemShown, StatementShown, Logged, TakenIn, ReadRun, Checked, JoinedDesks),
    *(Consent, HandedOver, Compartment, Member, Receipt, About, Problem, LikelyCopy),
    *(CareShown, CareMark, Waiting, Proposal),
)
WITHOUT_JSON = {"serve"}  # it runs until it is stopped


def _commands() -> Iterator[tuple[str, Entry, object]]:
    made = LateCommands(COMMANDS)
    for name, entry in COMMANDS.items():
        if isinstance(entry, Family):
            below = LateCommands(dict(entry.below))
            yield from ((f"{name} {one}", what, below[one]) for one, what in entry.below.items())
        else:
            yield name, entry, made[name]


def test_the_reference_page_is_what_the_commands_say() -> None:
    done = subprocess.run(  # noqa: S603  (this interpreter, a script of the repository)
        [sys.executable, str(TREE / "tools" / "cli_reference.py"), "--check"], check=False
    )
    assert done.returncode == 0, "python tools/cli_reference.py writes docs/CLI.md anew"


def test_every_help_begins_with_its_summary_and_has_an_example() -> None:
    for name, entry, command in _commands():
        help_ = str(getattr(command, "help", ""))
        assert help_.startswith(entry.summary), name
        assert f"khronika {name}" in help_, name


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["consent"], []])
def test_help_loads_no_database_no_template_and_no_reader(words: list[str], tmp_path: Path) -> None:
    assert heavy_modules_of(words, tmp_path) == "[]"


def test_locking_loads_no_database_either_so_that_it_is_done_at_once(tmp_path: Path) -> None:
    assert heavy_modules_of(["lock", "--all"], tmp_path) == "[]"


def heavy_modules_of(words: list[str], folder: Path) -> str:
    """Return the heavy modules that a command loads, run with an agent's folder of its own."""
    script = (
        f"import atexit, sys; atexit.register(lambda: print([n for n in {HEAVY!r} if n in sys.modules]));"
        f"sys.argv = ['khronika', *{words!r}]; from khronika.cli.main import run; run()"
    )
    folder.chmod(0o700)
    done = subprocess.run(  # noqa: S603  (this interpreter)
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"XDG_RUNTIME_DIR": str(folder)},
    )
    return done.stdout.splitlines()[-1]


def test_the_schema_page_has_every_field_of_a_statement() -> None:
    phrase = Phrase("the ministry", ((0, 3),))
    figure = Figure("34 men", Decimal(34), None, "men", "held", "day", ((4, 6),), "a rule")
    when = When("on Monday", date(2026, 3, 16), None, ((7, 9),), date(2026, 3, 18))
    whole = Statement(
        *("s1", "Mira Dzhalova", True, ((10, 12),), tuple(Act)),
        denies=tuple(Denial),
        addressee=phrase,
        forum=phrase,
        relays=(phrase,),
        figures=(figure,),
        when=when,
        hedges=(phrase,),
        disputes=phrase,
        own=True,
    )
    plain = statement_json(whole)
    rows = set(re.findall(r"^\| `(\w+)` \| ", SCHEMA, re.MULTILINE))
    assert set(plain) <= rows
    words = {*plain["figures"][0], *plain["when"], *plain["acts"], *plain["denies"]}
    assert {word for word in words if f"`{word}`" not in SCHEMA and f'"{word}"' not in SCHEMA} == set()


def test_the_schema_page_has_every_field_that_commands_print() -> None:
    named = set(re.findall(r"[`\"](\w+)[`\"]", SCHEMA))
    missing = {
        f"{kind.__name__}.{one.name}" for kind in SHOWN for one in fields(kind) if one.name not in named
    }
    assert missing == set()


def test_the_schema_page_has_every_command_that_prints_json() -> None:
    for name, _, command in _commands():
        options = {option for parameter in getattr(command, "params", ()) for option in parameter.opts}
        if name in WITHOUT_JSON:
            continue
        assert "--json" in options, name
        assert f"`{name}`" in SCHEMA or f"`khronika {name} --json`" in SCHEMA, name


def test_hints_name_commands_and_options_that_there_are() -> None:
    known = {name: command for name, _, command in _commands()}
    families = "|".join(name for name, entry in COMMANDS.items() if isinstance(entry, Family))
    wrong = []
    for path in sorted((TREE / "src" / "khronika").rglob("*.py")):
        for hint in _hints(path):
            for name, option in re.findall(rf"khronika ((?:(?:{families}) )?[a-z-]+)(?: (--[a-z-]+))?", hint):
                options = {o for p in getattr(known.get(name), "params", ()) for o in p.opts}
                if (name not in known and not hint.endswith("is done")) or (option and option not in options):
                    wrong.append(f"{path.name}: {hint}")
    assert wrong == []


def _hints(path: Path) -> Iterator[str]:
    """Yield the second argument of every fault that is made in a module, as far as it is written there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
            parts = [part for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]
            if node.func.id[:1].isupper():
                yield "".join(str(part.value) for part in parts)
