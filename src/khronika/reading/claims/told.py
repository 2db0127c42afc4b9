"""Claims of the acts that are told of: which, how many, by whom, where, when, and a motive as said."""

from __future__ import annotations

from dataclasses import replace

from khronika.reading.claims import acts
from khronika.reading.claims.clauses import LONGEST, Clause, clauses_of
from khronika.reading.claims.counting import counted_as
from khronika.reading.claims.denials import cue_denies
from khronika.reading.claims.events import Event, events_of, happens
from khronika.reading.claims.language import Form
from khronika.reading.claims.locating import locations
from khronika.reading.claims.sheet import Sheet, apart, touches
from khronika.records.claims import THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.figures import Figure
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase, Span
from khronika.records.statement import Denial

_BASE = {Form.PAST: 750, Form.STATE: 750, Form.NOUN: 600, Form.BARE: 500}
_OPENING = 3
_LESS_POSSIBLE, _LESS_HEARSAY, _LESS_DERIVED = 150, 100, 100


def acts_told(sheet: Sheet) -> None:
    """Read the acts of each clause."""
    flips = Denial.FACT in sheet.statement.denies and cue_denies(sheet)
    for clause in clauses_of(sheet.text, sheet.statement.content, sheet.language):
        start, end = clause.sentence
        sentence = sheet.text[start : min(end, start + LONGEST)]
        if sheet.language.no_knowledge.search(sentence) is not None:
            continue
        figures = [f for f in sheet.statement.figures if _inside(f, clause.span)]
        hedged = any(touches(h.spans, clause.span) for h in sheet.statement.hedges)
        heard = sheet.language.heard.search(sentence) is not None
        events = [
            e
            for e in events_of(clause, figures, sheet.language, hedged=hedged)
            if _told(sheet, e, flips=flips)
        ]
        for event in events:
            if flips:
                event.denied, event.modality = True, Modality.ASSERTED
            _event(sheet, event, heard=heard)
        affirmed = next((e for e in events if not e.denied), None)
        if affirmed is not None:
            _around(sheet, clause, affirmed, sentence, start, heard=heard)


def _told(sheet: Sheet, event: Event, *, flips: bool) -> bool:
    """Tell whether the act is told of.

    In a denial of the fact only what is denied, and a denial of a denial not at all; elsewhere no infinitive,
    and a noun only with a figure, a victim or a verb of happening, or denied.
    """
    if Denial.FACT in sheet.statement.denies:
        return event.denied != flips
    if event.form is Form.NOUN and not event.denied:
        return event.figure is not None or happens(event, sheet.language)
    return event.form is not Form.BARE


def _event(sheet: Sheet, event: Event, *, heard: bool) -> None:
    subject = THE_INCIDENT
    if event.victim is not None:
        subject = Phrase(sheet.text[event.victim[0] : event.victim[1]], (event.victim,))
    reason = f"“{sheet.text[event.span[0] : event.span[1]]}”"
    score = _BASE[event.form] - (_LESS_POSSIBLE if event.modality is Modality.POSSIBLE else 0)
    claim = sheet.new(Property.ACT, [event.span], score - _LESS_HEARSAY * heard, reason)
    claim = replace(
        claim,
        subject=subject,
        polarity=Polarity.NO if event.denied else Polarity.YES,
        modality=event.modality,
        value=event.deed.name,
        code=event.deed.code,
        hearsay=claim.hearsay + heard,
    )
    if event.figure is not None and not event.denied:
        _counted(sheet, claim, event, event.figure)
    else:
        sheet.add(claim)
    if event.done_by is not None and not event.denied:
        _done_by(sheet, claim, event.done_by)


def _counted(sheet: Sheet, claim: SuggestedClaim, event: Event, figure: Figure) -> None:
    of = counted_as(figure, sheet.language) or ""
    spans = tuple(sorted({event.span, *figure.spans}))
    reason = f"{claim.reason} with “{figure.text}”"
    reason += f"; {figure.convention}" if figure.convention else ""
    counted = replace(claim, low=figure.low, high=figure.high, of=of, spans=apart(spans), reason=reason)
    if event.deed.counted is None:
        sheet.add(counted)
        return
    sheet.add(claim)
    sheet.add(replace(counted, property=event.deed.counted, value="", code=""))


def _done_by(sheet: Sheet, claim: SuggestedClaim, span: Span) -> None:
    words = " ".join(sheet.text[span[0] : span[1]].split())
    spans = apart(tuple(sorted({*claim.spans, span})))
    reason = f"{claim.reason} by “{words}”"
    sheet.add(
        replace(
            claim,
            property=Property.DONE_BY,
            value=words,
            code="",
            spans=spans,
            score=claim.score - _LESS_DERIVED,
            reason=reason,
        )
    )


def _around(sheet: Sheet, clause: Clause, event: Event, sentence: str, start: int, *, heard: bool) -> None:
    """Suggest that it occurred, where, when, and a motive, as the clause of an act says."""
    less = _LESS_HEARSAY * heard + (_LESS_POSSIBLE if event.modality is Modality.POSSIBLE else 0)
    base = sheet.new(Property.OCCURRED, [event.span], _BASE[event.form] - less, "an act is told of")
    base = replace(base, modality=event.modality, hearsay=base.hearsay + heard)
    if Denial.FACT not in sheet.statement.denies:
        sheet.add(base)
    for place in locations(sheet.text, clause, sheet.places, sheet.language):
        if not _stands_with(place.span, clause, event):
            continue
        score = base.score - _LESS_DERIVED * (1 if place.sure else 2)
        reason = "a place in the clause of the act"
        sheet.add(
            replace(
                base,
                property=Property.WHERE,
                value=place.words,
                places=place.places,
                spans=(place.span,),
                score=score,
                reason=reason,
            )
        )
    times = [w for w in sheet.statement.dates if touches(w.spans, clause.span) and (w.start or w.end)]
    for when in sorted(times, key=lambda w: abs(w.spans[0][0] - event.span[0]))[:1]:
        if when.spans:
            reason = f"“{when.text}” in the clause of the act"
            score = base.score - _LESS_DERIVED
            sheet.add(
                replace(
                    base,
                    property=Property.WHEN,
                    when=when.edtf,
                    spans=when.spans,
                    score=score,
                    reason=reason,
                )
            )
    motive = sheet.language.motive.search(sentence, max(0, clause.span[0] - start))
    done = event.deed not in {acts.DIED, acts.DISAPPEARED}
    if motive is not None and done and start + motive.start() < clause.span[1] + 1:
        lead = len(motive["words"]) - len(motive["words"].lstrip())
        span = (start + motive.start("words") + lead, start + motive.end("words"))
        reason = "words of a reason after the act; they stay in the passage"
        sheet.add(
            replace(
                base,
                property=Property.MOTIVE,
                spans=(span,),
                score=base.score - 2 * _LESS_DERIVED,
                reason=reason,
            )
        )


def _stands_with(span: Span, clause: Clause, event: Event) -> bool:
    """Tell whether a place stands after the act, or opens the clause ("In Grozny police detained …")."""
    opening = clause.tokens[min(_OPENING, len(clause.tokens) - 1)].start
    return span[0] > event.span[0] or span[0] <= opening


def _inside(figure: Figure, span: Span) -> bool:
    return bool(figure.spans) and span[0] <= figure.spans[0][0] and figure.spans[-1][1] <= span[1]
