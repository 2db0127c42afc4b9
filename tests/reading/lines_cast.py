"""Documents as JSON lines, and short ways to run the command over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

DENIAL = "“There is no such facility at Quarry 9,” said Mira Dzhalova on Monday."
TOLD = "Anna Lund told the Orvan agency that 40 or more people were held. The quarry closed in 2029."
RUSSIAN = "«Мы не знаем, где они находятся сейчас», — сообщила Анна Лунд, и это было в понедельник."
DOCUMENTS: list[dict[str, Any]] = [
    {"id": "a1", "text": DENIAL, "published": "2030-03-18", "publisher": "The Sarn Herald"},
    {"id": "a2", "text": TOLD},
    {"id": 3, "text": RUSSIAN},
    {"id": "a4", "text": ""},
]


def lines_of(documents: Sequence[object]) -> bytes:
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents).encode()
