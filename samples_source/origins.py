"""Whose voice each known statement of the sample case is, in the truth of its story.

An origin is named by the mouth at its end. Of who is named it is the person or body, under one name in both
scripts; of others it is set here. ``None`` is where the story leaves open who it was.
"""

from __future__ import annotations

import json
from typing import Any

_ONE_NAME = {
    "Данил Оржел": "Danil Orzhel",
    "Станко Гревич": "Stanko Grevich",
    "Вельмора Один": "Velmora One",
}
_ORVANS_THREE = "three people with knowledge of the matter, to Orvan"
_LIME_STREET = "two residents of Lime Street, to Orvan"
_FAMILIES = "relatives, to Orvan"
_SPOKESPERSON = "the spokesperson for the Interior Ministry"

_SET: dict[str, dict[str, str | None]] = {
    "2026-03-14-orvan": {
        "S01": _ORVANS_THREE,
        "S02": _FAMILIES,
        "S03": _LIME_STREET,
        "S04": _LIME_STREET,
        "S05": _LIME_STREET,
        "S18": None,
    },
    "2026-03-15-sarn-courier": {
        "S01": _ORVANS_THREE,
        "S02": _FAMILIES,
        "S05": "men without badges at the road to the quarry",
    },
    "2026-03-15-trubach": {
        "S02": _LIME_STREET,
        "S03": _LIME_STREET,
        "S04": "a reader from the Ozrin area, to Trubach",
    },
    "2026-03-15-velmora-abroad": {"S03": None},
    "2026-03-18-orvan-denial": {
        **dict.fromkeys(("S01", "S02", "S03", "S04", "S05", "S06"), _SPOKESPERSON),
        "S10": "a man whose brother is missing, to Orvan",
    },
    "2026-03-19-velmora-one": {
        **dict.fromkeys(("S01", "S02", "S03", "S04"), _SPOKESPERSON),
        "S08": _ORVANS_THREE,
    },
    "2026-03-20-open-line": {"S08": None},
    "2026-03-24-trubach-correction": {"S06": None},
    "2026-04-02-rovna-communique": {
        "S04": None,
        "S07": None,
        "S08": None,
        "S09": _SPOKESPERSON,
        "S10": None,
        "S12": None,
        "S13": _SPOKESPERSON,
        "S14": _SPOKESPERSON,
    },
}


def origins(statements: bytes) -> bytes:
    """Return ``truth/origins.json``: the origin of each statement of ``truth/statements.json``.

    Raises:
        ValueError: an origin is set of a statement that is not there.
    """
    documents = json.loads(statements)["documents"]
    made = {one["original"]: _of_document(one) for one in documents}
    return (json.dumps({"origins": made}, ensure_ascii=False, indent=1) + "\n").encode()


def _of_document(document: dict[str, Any]) -> dict[str, str | None]:
    stem = document["original"].rpartition(".")[0]
    given = _SET.get(stem, {})
    there = {one["id"]: one["speaker"] for one in document["statements"]}
    if given.keys() - there.keys():
        raise ValueError(f"{stem} has no statement {min(given.keys() - there.keys())}")
    alone = {id_: f"{name}, in {stem}" for id_, name in there.items()}
    named = {one["id"] for one in document["statements"] if one["speaker_named"]}
    return {
        id_: given[id_] if id_ in given else _ONE_NAME.get(name, name) if id_ in named else alone[id_]
        for id_, name in there.items()
    }
