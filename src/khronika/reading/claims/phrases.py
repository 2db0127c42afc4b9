"""Claims of a turn of phrase: who ordered, let it happen, knew, must respond; terms; complaints."""

from __future__ import annotations

from dataclasses import replace

from khronika.reading.claims import wording
from khronika.reading.claims.clauses import LONGEST
from khronika.reading.claims.sheet import PHRASE, Sheet, touches
from khronika.records.claims import Modality
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Span, words_of
from khronika.records.statement import Act, Statement

_SHORT = 20
_NEAR = 40


def phrases(sheet: Sheet) -> None:
    """Suggest what turns of phrase say."""
    said, language = sheet.statement, sheet.language
    found = list(wording.parties_said(sheet.text, said.content, language, said.speaker))
    disputed = Act.DISPUTES in said.acts
    if disputed:
        term = wording.term_disputed(sheet.text, _disputed_in(said), language)
        found += [term] if term is not None else []
    elif not said.denies and Act.CORRECTS not in said.acts:
        found += wording.terms_said(sheet.text, said.content, language)
    for one in found:
        duty = one.property is Property.MUST_RESPOND
        claim = sheet.new(one.property, [one.span], PHRASE, one.reason)
        before = sheet.text[max(0, one.span[0] - _NEAR) : one.span[0]].lower().split()
        possible = any(w.strip(",") in language.possible for w in before)
        modality = Modality.POSSIBLE if possible else Modality.ASSERTED
        modality = Modality.OBLIGATORY if duty else modality
        if not _unclear(sheet, one.span, duty=duty):
            sheet.add(replace(claim, value=one.value, polarity=one.polarity, modality=modality))
    _asked(sheet)
    _complaints(sheet)


def _unclear(sheet: Sheet, span: Span, *, duty: bool) -> bool:
    """Tell whether the phrase stands under a negation or a condition, so that it says something else."""
    before = sheet.text[max(0, span[0] - 40) : span[0]].lower().replace("’", "'").split()[-4:]
    inside = sheet.text[span[0] : span[1]].lower().replace("’", "'").split()
    heads = sheet.language.negations | sheet.language.ifs
    told = {"not", "не", "nothing", "ничего"} if duty is False else set[str]()
    return any(w in heads for w in before) or (duty and any(w in heads for w in inside if w not in told))


def _asked(sheet: Sheet) -> None:
    """Suggest that whoever is appealed to must respond."""
    said, addressee = sheet.statement, sheet.statement.addressee
    if not {Act.APPEALS, Act.REQUESTS} & set(said.acts) or addressee is None or not addressee.spans:
        return
    named = f"{words_of(sheet.text, addressee.spans)} {addressee.text}"[:LONGEST]
    power = sheet.language.powers.search(named) is not None or any(
        touches([m.span], addressee.spans[0]) for m in sheet.places
    )
    first = (
        sheet.text[said.content[0][0] : said.content[0][1]][:_SHORT].lower().split() if said.content else []
    )
    if power and not (first and first[0].strip('“"«') in sheet.language.negations):
        claim = sheet.new(Property.MUST_RESPOND, addressee.spans, PHRASE, "appealed to")
        sheet.add(replace(claim, value=addressee.text, modality=Modality.OBLIGATORY))


def _complaints(sheet: Sheet) -> None:
    language = sheet.language
    for start, end in sheet.statement.content:
        stop = min(end, start + LONGEST)
        none = language.no_complaint.search(sheet.text, start, stop)
        if none is not None:
            claim = sheet.new(Property.COMPLAINED, [none.span()], PHRASE, "no complaint")
            sheet.add(replace(claim, polarity=Polarity.NO))
            continue
        if sheet.statement.denies:
            continue
        some = language.complained.search(sheet.text, start, stop)
        if some is None:
            continue
        claim = sheet.new(Property.COMPLAINED, [some.span()], PHRASE, "a complaint was made")
        count = next((f for f in sheet.statement.figures if language.complaint_noun.search(f.text)), None)
        if count is not None:
            claim = replace(claim, low=count.low, high=count.high)
        sheet.add(claim)


def _disputed_in(statement: Statement) -> tuple[Span, ...]:
    found = statement.content
    if statement.disputes is not None and statement.disputes.spans:
        found = (*statement.disputes.spans, *found)
    return found
