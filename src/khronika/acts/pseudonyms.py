"""Neutral pseudonyms such as "Heron 7": a bird and a number, by chance.

What must stay true: nothing of the person is in them, and nothing of how many persons the desk knows: neither
bird nor number is the next one of a row.
"""

from __future__ import annotations

from itertools import count

from khronika.acts.desk import Acting
from khronika.ledger import queries
from khronika.ledger.queries import Wanted
from khronika.ledger.shadow import fold
from khronika.records.ids import Kind, Randomness

_WORDS = (
    "Avocet Bittern Bunting Bustard Coot Crake Crane Curlew Dipper Dotterel Dunlin Fieldfare Finch "
    "Gannet Godwit Grebe Heron Hoopoe Jackdaw Kestrel Kinglet Lapwing Lark Linnet Oriole Ouzel Petrel "
    "Pipit Plover Redstart Roller Sandpiper Shrike Siskin Skua Snipe Stilt Stork Swift Tern Thrush "
    "Turnstone Wagtail Warbler Waxwing Wheatear Whimbrel Wigeon Wren Wryneck"
)
_BIRDS = tuple(_WORDS.split())
_NUMBERS = 98
_FIRST = 2


def fresh_pseudonym(act: Acting, randomness: Randomness) -> str:
    """Return a pseudonym that no party has whom the member may see."""
    for attempt in count(1):
        drawn = int.from_bytes(randomness(8))
        bird, number = drawn % len(_BIRDS), drawn // len(_BIRDS) % (_NUMBERS * attempt) + _FIRST
        name = f"{_BIRDS[bird]} {number}"
        if not queries.many(act.connection, act.sight, Wanted(Kind.PARTY, key=fold(name), limit=1)):
            return name
    raise AssertionError
