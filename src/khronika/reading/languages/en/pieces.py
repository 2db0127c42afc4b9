"""The pieces of a phrase that names a speaker: its head, what is set off after it, and names in both."""

from __future__ import annotations

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import PLAIN_TITLES, SMALL, Role, is_role
from khronika.reading.languages.en.grammar import finite, is_dash, is_mark, is_possessive
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.runs import ORGANISATION, PERSON, runs_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_REFLEXIVE = words_in("himself herself itself themselves myself ourselves alone too also")
OWNED = {
    "his": "he",
    "her": "she",
    "their": "they",
    "its": "it",
    "my": "i",
    "our": "we",
    "your": "you",
    "hers": "she",
}
_BASED = ("-based", "-born", "-run", "-led", "-owned", "-backed", "-linked")
_NICKNAMED, _ARTICLE_AND_NAME = 4, 2
QUANTIFIERS = words_in(
    "one another some many few both neither each others all most several two three four five six"
    " seven eight nine ten everyone"
    " more fewer less everybody nobody either none half someone somebody dozens hundreds thousands"
    " plenty others anyone"
)
_CALLED = words_in("named called call calls name known identified nicknamed dubbed calling")
_SKIP = words_in(
    "herself himself him her them it only to as themselves me us by its the alias pseudonym under"
)


def trimmed(tokens: list[Token]) -> list[Token]:
    """Return a phrase without marks and small words at its ends, "today", "Tarn-based" or a closing possessive."""
    tokens = [t for t in tokens if t.text != "*" and not t.lower.endswith(_BASED)]
    while tokens and (_closes(tokens[-1]) or (tokens[-1].text == "." and not _initial_before(tokens))):
        tokens.pop()
    while tokens and (
        (tokens[0].kind == MARK and tokens[0].text not in "@’'")
        or tokens[0].lower in {"even", "and", "but", "for"}
    ):
        tokens.pop(0)
    return tokens


def _closes(token: Token) -> bool:
    """Tell whether a word or mark at the end of a phrase is no part of it."""
    mark = token.kind == MARK and token.text not in ")."
    return mark or is_possessive(token) or token.lower in {"today", "yesterday", "tonight"}


def _initial_before(tokens: list[Token]) -> bool:
    return len(tokens) > 1 and len(tokens[-2].text) == 1


def without_nickname(tokens: list[Token]) -> list[Token]:
    """Return the tokens without a “Tino” between a first and a last name."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        inner = tokens[at : at + 4]
        quoted = (
            len(inner) == _NICKNAMED
            and found
            and found[-1].capital
            and inner[0].text in "“\"‘'"
            and inner[2].text in "”\"’'"
        )
        if quoted and inner[1].capital and inner[3].capital:
            at += 3
            continue
        found.append(tokens[at])
        at += 1
    return found


def parted(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Return the head of a phrase and the pieces set off after it, by comma, dash, bracket or "who"."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if is_mark(token, ",()—–;:") or is_dash(token) or (token.kind == MARK and token.text in '“”"«»[]'):
            pieces.append([])
        elif token.lower in words.RELATIVES or (token.lower == "that" and len(pieces[-1]) > 1):
            pieces.append([token])
        else:
            pieces[-1].append(token)
    filled = [p for p in pieces if p]
    return (filled[0], filled[1:]) if filled else ([], [])


def unowned(head: list[Token]) -> list[Token]:
    """Return the head without "himself", a closing possessive and what only leads to a name."""
    while len(head) > 1 and (
        head[-1].lower in _REFLEXIVE
        or is_possessive(head[-1])
        or (
            head[-1].text.isupper()
            and head[-1].lower in {"kc", "qc", "mp", "mep", "mla", "mlc"}
            and len(head) > _ARTICLE_AND_NAME
        )
    ):
        head = head[:-1]
    if len(head) > 1 and head[-1].kind == WORD and head[-1].lower.endswith("s'"):
        return head
    return head


def name_given(tokens: list[Token]) -> str:
    """Return the name in "known as Officer D", "who called herself Noi", "whom I shall call Z"."""
    for at, token in enumerate(tokens[:-1]):
        if token.lower not in _CALLED | {"name"} or (
            token.lower == "name" and tokens[at + 1].lower not in {"as", "is", "was", ",", "only"}
        ):
            continue
        after = at + 1
        while after < len(tokens) and (tokens[after].lower in _SKIP or is_mark(tokens[after], ",")):
            after += 1
        end = after
        while end < len(tokens) and (tokens[end].capital or (end > after and tokens[end].kind == "number")):
            end += 1
        if end > after and (end - after > 1 or tokens[after].lower not in SMALL):
            first = after - 1 if tokens[after - 1].lower == "the" else after
            return words_between(tokens[first:end])
    return ""


def plainly(head: list[Token]) -> str:
    """Return the phrase as a party is called that has no name."""
    if head[0].lower in words.ARTICLES and len(head) > 1:
        return words_between(head[1:])
    cut, first = head, head[0]
    if first.capital and not first.text.isupper() and (len(cut) == 1 or not cut[1].capital):
        cut = [first._replace(text=first.text[0].lower() + first.text[1:]), *cut[1:]]
    return words_between(cut)


def piece_name(rest: list[list[Token]]) -> str:
    """Return the name that a piece after the head gives, with titles and trades in front left out."""
    for whole_piece in rest[:2]:
        piece = list(whole_piece)
        while len(piece) > 1 and piece[-1].kind == MARK:
            piece.pop()
        if piece[0].lower in words.RELATIVES | {"including", "among", "such"}:
            continue
        whole = runs_of(piece, frozenset())
        if whole and whole[0].kind == ORGANISATION and whole[0].start <= 1:
            return words_between(piece[whole[0].start : whole[0].end])
        end = next(
            (n for n, t in enumerate(piece) if n > 0 and t.lower in {"of", "from", "at", "in"}), len(piece)
        )
        runs = runs_of(piece[:end], frozenset())
        if (
            not runs
            or any(not t.text.isupper() for t in piece[runs[-1].end : end])
            or runs[-1].kind == "office"
            or len(runs) > 1
        ):
            continue
        run = runs[-1]
        name = piece[run.name : run.end]
        if piece[0].lower in {"a", "an"} and run.start <= 1 and run.name == run.start:
            continue
        lead = [t for t in piece[: run.start] if t.kind == WORD and t.lower not in words.ARTICLES]
        sure = len(name) > 1 or run.name > run.start or not lead
        if len(name) == 1 and run.name > run.start and piece[run.name - 1].lower not in PLAIN_TITLES | {"."}:
            name = [piece[run.name - 1], *name]
        clear = len(name) > 1 and run.kind == PERSON and not any(finite(piece, at) for at in range(run.start))
        if sure and (
            not lead
            or clear
            or is_role(lead[-1].lower)
            or lead[-1].lower in {"named", "called"} | lexicon.GROUPS
        ):
            return words_between(name)
    return ""


def apposed(rest: list[list[Token]], head: list[Token], role: Role | None) -> str:
    """Return the name of somebody whom the head calls by an office, a trade or a relation only."""
    if role is None or head[0].lower in QUANTIFIERS - {"one", "another"}:
        return ""
    noun_is_plural = role.noun.endswith("s") and role.noun not in lexicon.GROUPS and head[0].lower != "one"
    if head[0].lower == "one" and len(head) > 1 and head[1].lower == "of":
        return piece_name(rest)
    return "" if noun_is_plural else piece_name(rest)
