"""A release is built without a network, holds what it must, and works where nothing else is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import khronika

TREE = Path(khronika.__file__).parent.parent.parent
_LEFT_OUT = (".git", ".venv", "demo", "dist", "build", "__pycache__", ".*_cache", ".hypothesis", ".coverage*")
_SECONDS = 300


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and source archive in a copy of the tree, with what is installed here; give the copy."""
    copy = tmp_path_factory.mktemp("release") / "tree"
    shutil.copytree(TREE, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(copy / "dist")]
    for kind in ("--wheel", "--sdist"):
        _run([*command, kind, str(copy)], copy)
    return copy


@pytest.fixture(scope="module")
def installed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own; its dependencies are those of this one."""
    home = tmp_path_factory.mktemp("installed")
    environment = home / "environment"
    _run([sys.executable, "-m", "venv", "--without-pip", str(environment)], home)
    python = environment / "bin" / "python"
    (wheel,) = (release / "dist").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    _run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], home)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return environment


def test_the_wheel_holds_samples_templates_fonts_and_licences_and_no_tests(release: Path) -> None:
    (wheel,) = (release / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    carried = {str(path.relative_to(release / "src")) for path in _files(release / "src" / "khronika")}
    assert carried <= set(names)
    for needed in (
        "khronika/py.typed",
        "khronika/samples/velmora/README.md",
        "khronika/publishing/templates/brief.html",
        "khronika/publishing/fonts/NotoSans-Regular.ttf",
    ):
        assert needed in names
    assert {Path(name).name for name in names if ".dist-info/licenses/" in name} >= {"LICENSE", "NOTICE"}
    others = {name.split("/")[0] for name in names} - {"khronika"}
    assert all(name.endswith(".dist-info") for name in others)


def test_the_source_archive_holds_tests_and_the_sources_of_the_samples(release: Path) -> None:
    (archive,) = (release / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    for folder in ("src/khronika", "tests", "samples_source", "verifier", "docs", "benchmarks"):
        wanted = {str(path.relative_to(release)) for path in _files(release / folder)}
        assert wanted <= names, sorted(wanted - names)[:5]
    assert {"pyproject.toml", "README.md", "LICENSE", "NOTICE", "Makefile"} <= names


def test_the_installed_wheel_makes_a_brief_and_the_demo_in_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    command = str(installed / "bin" / "khronika")
    where = _run(
        [str(installed / "bin" / "python"), "-c", "import khronika; print(khronika.__file__)"], tmp_path
    )
    assert where.startswith(str(installed))
    sample = Path(where).parent / "samples" / "velmora" / "2026-03-18-orvan-denial.txt"
    _run([command, "brief", str(sample), "-o", "x.html"], tmp_path)
    assert "Quarry 9" in (tmp_path / "x.html").read_text(encoding="utf-8")
    _run([command, "demo", "--no-open"], tmp_path)
    assert (tmp_path / "demo" / "brief.html").stat().st_size > 100_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "x.html"]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not {"__pycache__"} & set(path.parts)]


def _run(command: list[str], place: Path) -> str:
    """Run a command with no network to ask and no packages but those that are named."""
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place),
        "LC_ALL": "C.UTF-8",
        "PIP_NO_INDEX": "1",
    }
    done = subprocess.run(  # noqa: S603  (this interpreter and what it installed)
        command, cwd=place, env=env, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()
