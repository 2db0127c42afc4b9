"""The brief as Markdown that reads as plain text.

Every string of a source is made visible, put on one line and escaped, so that it can neither format, link,
load nor end its block (CommonMark 0.31, sections 2.4 and 6; GitHub's autolinks are broken with a backslash).
What must stay true: the only marks in the output that format are the desk's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from khronika.publishing.answers import Tie
from khronika.publishing.brief import WHAT_IT_IS, Brief, SourceCard
from khronika.publishing.figures import FigureGroup, FigureRow
from khronika.publishing.passages import Paragraph
from khronika.publishing.relays import Branch
from khronika.publishing.sentences import Circumstance, Sentence, Words
from khronika.publishing.speakers import VOICES, Speaker
from khronika.publishing.visible import one_line
from khronika.publishing.weight import (
    HOW_MANY_ORIGINS,
    ONE_VOICE,
    WHAT_ORIGINS_ARE,
    ValueRow,
    VoiceRow,
    WeightShown,
)
from khronika.publishing.wording import counted, moment_in_words

_ACTIVE = re.compile(r"([\\`*_\[\]|~$#])")
_AUTOLINK = re.compile(r"(?i)(:)(?=//)|(?<=www)(\.)|(@)|(?<=mailto)(:)|(?<=xmpp)(:)")
_STARTS_BLOCK = re.compile(r"(\d+(?=[.)])|(?=[-+=]))")


def escaped(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that Markdown or HTML would act on."""
    line = _ACTIVE.sub(r"\\\1", one_line(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _AUTOLINK.sub(lambda found: f"\\{found[0]}", line)
    first = _STARTS_BLOCK.match(line)
    return line if first is None else f"{line[: first.end()]}\\{line[first.end() :]}"


def render_markdown(brief: Brief) -> str:
    """Return ``brief`` as Markdown, ending in one line feed. Labels such as S12 name statements."""
    blocks = [
        *_top(brief),
        *_sources(brief.sources),
        *_who(brief),
        *_about(brief),
        *_weight(brief.weight),
        *_denials(brief),
        *_disputes(brief),
        *_taken_back(brief),
        *_figures(brief.figures),
        *_dates(brief),
        *_relays(brief.sources),
        *_texts(brief.sources),
    ]
    return "\n\n".join(blocks) + "\n"


def _top(brief: Brief) -> Iterable[str]:
    heading = brief.heading
    audience = f" for: {escaped(heading.audience)}" if heading.audience else ""
    yield f"# {escaped(heading.title)}"
    yield f"Brief{audience} · made {moment_in_words(heading.made_at)}"
    yield WHAT_IT_IS
    marks = [f"Marked: {' · '.join(map(escaped, heading.marks))}"] if heading.marks else []
    yield "\n".join(f"> {line}" for line in [f"**{brief.notices[0]}**", *brief.notices[1:], *marks])
    yield "## In short"
    yield "\n".join(
        f"- {count.number} {count.words}{f' ({count.note})' if count.note else ''}"
        f"{': ' + ', '.join(count.labels) if count.labels else ''}"
        for count in brief.in_short
    )


def _sources(cards: Sequence[SourceCard]) -> Iterable[str]:
    yield "## Sources"
    for card in cards:
        lines = [f"### Source {card.number}: {escaped(card.name)}", ""]
        if card.withheld:
            lines.append(f"- Withheld: {escaped(card.withheld)}. Nothing of its content is in this brief.")
        elif card.unread:
            lines.append("- No text was got from it. The original is kept.")
        else:
            lines += [f"- {escaped(card.title)}"] if card.title else []
            lines.append(
                f"- {escaped(card.publisher) or 'publisher not stated'}, {escaped(card.published_words)}"
            )
            lines.append(f"- {counted(card.statements, 'statement')}")
        if card.reference:
            lines.append(f"- {'Reference' if card.salted else 'SHA-256'} {escaped(card.reference)}")
        lines += [
            f"- Likely a copy: {c.shared / 10:.0f} % shared with {escaped(c.name)}" for c in card.copies
        ]
        lines += [f"- Problem ({escaped(p.where)}): {escaped(p.what)}" for p in card.problems]
        yield "\n".join(lines)


def _who(brief: Brief) -> Iterable[str]:
    yield "## Who said what"
    if not brief.sentences:
        yield "No statements were read."
    by_label = brief.by_label()
    voice = None
    for speaker in brief.speakers:
        if speaker.voice is not voice:
            voice = speaker.voice
            yield f"### {VOICES[voice]}"
        yield from _speaker(speaker, by_label)


def _speaker(speaker: Speaker, by_label: dict[str, Sentence]) -> Iterable[str]:
    yield f"#### {escaped(speaker.name)}"
    lines = [line for label in speaker.sentences for line in _said(by_label[label], by_label, 0)]
    if lines:
        yield "\n".join(lines)
    if speaker.elsewhere:
        others = (f"{label} (within {by_label[label].within})" for label in speaker.elsewhere)
        yield f"As told by others: {', '.join(others)}"


def _said(sentence: Sentence, by_label: dict[str, Sentence], depth: int) -> Iterable[str]:
    objected = (f"**{escaped(words)}**" for words in sentence.objected)
    around = [*map(_around, sentence.circumstances), *objected, sentence.standing, sentence.passage]
    who = f"**{sentence.label}** {escaped(sentence.speaker)}"
    yield f"{'  ' * depth}- {who} {sentence.acts}{_content(sentence.words)}"
    yield f"{'  ' * depth}  ({'; '.join(around)})"
    for label in sentence.nested:
        yield from _said(by_label[label], by_label, depth + 1)


def _content(words: Sequence[Words]) -> str:
    said = ""
    for place, piece in enumerate(words):
        if place and piece.quoted == words[place - 1].quoted:
            said += f" … {escaped(piece.text)}"
        elif piece.quoted:
            said += f"{' and, quoted:' if place else ':'} {escaped(piece.text)}"
        else:
            said += f", in the source’s words: {escaped(piece.text)}"
    return said


def _around(circumstance: Circumstance) -> str:
    joint = ", then " if circumstance.lead == "through" else ", "
    note = f" ({circumstance.note})" if circumstance.note else ""
    return f"{circumstance.lead} {joint.join(map(escaped, circumstance.said))}{note}"


def _about(brief: Brief) -> Iterable[str]:
    if brief.subjects:
        yield "## What it is about"
    for subject in brief.subjects:
        spelled = ", ".join(f"“{escaped(word)}”" for word in subject.spelled)
        yield f"- {escaped(subject.heading)}: {', '.join(subject.sentences)} ({subject.why} {spelled})"


def _weight(weight: WeightShown) -> Iterable[str]:
    if not weight.summary:
        return
    yield f"## {HOW_MANY_ORIGINS}"
    yield f"{weight.summary} {WHAT_ORIGINS_ARE}"
    for group in weight.groups:
        left = [f"- and {counted(group.left_out, 'other thing')} said once"] if group.left_out else []
        yield "\n".join([f"### {group.heading}", "", *map(_value, group.rows), *left])
    if weight.voices:
        yield f"### {ONE_VOICE}"
        left = [f"- and {weight.voices_left_out} more"] if weight.voices_left_out else []
        yield "\n".join([*map(_one_voice, weight.voices), *left])


def _value(row: ValueRow) -> str:
    quoted = f"“{escaped(row.quoted)}”" if row.quoted else ""
    said = f" ({_labels(row.labels, row.more)})" if row.labels else ""
    earlier = f"; said earlier, and otherwise later: {', '.join(row.earlier)}" if row.earlier else ""
    against = f"; cannot be true together with: {escaped('; '.join(row.against))}" if row.against else ""
    words = " ".join(filter(None, (escaped(row.words), quoted)))
    return f"- {words}: {row.origins or 'nobody now'}{said}{earlier}{against}"


def _one_voice(row: VoiceRow) -> str:
    circle = f"; they have it from one another: {escaped(', '.join(row.circle))}" if row.circle else ""
    sources = ", ".join(map(str, row.sources))
    return (
        f"- {escaped(row.whose)}, in sources {sources} ({_labels(row.labels, row.more)}):"
        f" {', '.join(row.why)}{circle}"
    )


def _labels(labels: Sequence[str], more: int) -> str:
    return ", ".join(labels) + (f" and {more} more" if more else "")


def _denials(brief: Brief) -> Iterable[str]:
    by_label = brief.by_label()
    if brief.answers:
        yield "## Denials, and what they may answer"
    for answer in brief.answers:
        note = f" · {answer.note}" if answer.note else ""
        about = _ties(answer.about, answer.left_out, by_label) or [
            "  - nothing in these sources shares its words"
        ]
        disputed = _ties(answer.disputed_by, 0, by_label)
        by_others = ["  - Disputed by others:", *(f"  {line}" for line in disputed)] if disputed else []
        yield "\n".join([f"- {_short(by_label[answer.label])}{note} · May answer:", *about, *by_others])


def _disputes(brief: Brief) -> Iterable[str]:
    by_label = brief.by_label()
    if brief.disputes:
        yield "## Disputed words"
        yield "A dispute is about these words alone. What the same speaker affirms stands beside it."
    for dispute in brief.disputes:
        speaker = escaped(by_label[dispute.labels[0]].speaker)
        term = escaped(dispute.term)
        about = _ties(dispute.affirms, dispute.left_out, by_label) or [
            "  - nothing else of this speaker was read"
        ]
        head = f"- {speaker} disputes {term} ({', '.join(dispute.labels)}). {speaker} affirms:"
        yield "\n".join([head, *about])


def _taken_back(brief: Brief) -> Iterable[str]:
    by_label = brief.by_label()
    if brief.taken_back:
        yield "## Corrected or taken back"
    for back in brief.taken_back:
        about = _ties(back.about, back.left_out, by_label) or [
            "  - no earlier statement of this speaker was read"
        ]
        yield "\n".join([f"- {_short(by_label[back.label])} · May be about:", *about])


def _ties(ties: Sequence[Tie], left_out: int, by_label: dict[str, Sentence]) -> list[str]:
    lines = []
    for tie in ties:
        shared = ", ".join(f"“{escaped(word)}”" for word in tie.shared)
        why = f"shares {shared}" if shared else tie.why
        lines.append(f"  - {_short(by_label[tie.label])}{f' ({why})' if why else ''}")
    return lines + ([f"  - and {left_out} more"] if left_out else [])


def _short(sentence: Sentence) -> str:
    return f"{sentence.label} {escaped(sentence.speaker)} {sentence.acts}: {escaped(sentence.excerpt)}"


def _figures(groups: Sequence[FigureGroup]) -> Iterable[str]:
    yield "## Figures"
    if not groups:
        yield "No figures were read."
    for group in groups:
        yield f"### {escaped(group.heading)}"
        rows = [_figure_cells(row, mixed=group.mixed) for row in group.rows]
        yield _table(("Said", "Bounds", "By", "Through", "Where"), rows)


def _figure_cells(row: FigureRow, *, mixed: bool) -> tuple[str, ...]:
    said = f"{row.text} ({row.what})" if mixed else row.text
    bounds = f"{row.bounds} (convention: {row.convention})" if row.convention else row.bounds
    return said, bounds, row.giver, ", then ".join(row.through), f"{row.label}, source {row.source}"


def _dates(brief: Brief) -> Iterable[str]:
    if brief.dates:
        yield "## Dates"
        rows = [(d.words, d.days, d.edtf, d.against, f"{d.label}, source {d.source}") for d in brief.dates]
        yield _table(("Said", "Read as", "EDTF", "Read against", "Where"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _relays(cards: Sequence[SourceCard]) -> Iterable[str]:
    yield "## Through whom"
    for card in cards:
        if card.tree is not None:
            yield f"Source {card.number}, from the publisher back to the speakers:"
            yield "\n".join(_branch(card.tree, 0))


def _branch(branch: Branch, depth: int) -> Iterable[str]:
    said = f": {', '.join(branch.sentences)}" if branch.sentences else ""
    yield f"{'  ' * depth}- {branch.role} {escaped(branch.name)}{said}"
    for further in branch.further:
        yield from _branch(further, depth + 1)


def _texts(cards: Sequence[SourceCard]) -> Iterable[str]:
    yield "## The sources in full"
    for card in cards:
        if not card.withheld and not card.unread:
            yield f"### Source {card.number}: {escaped(card.name)}"
            yield from (_paragraph(p) for p in card.paragraphs if p.unredacted_text.strip())


def _paragraph(paragraph: Paragraph) -> str:
    lines = [escaped(line) for line in paragraph.unredacted_text.splitlines() if line.strip()]
    page = f"page {paragraph.page}, " if paragraph.page else ""
    said = f": {', '.join(paragraph.begins)}" if paragraph.begins else ""
    return "\n".join([*(f"> {line}\\" for line in lines[:-1]), *(f"> {line}" for line in lines[-1:]),
                      f"> ({page}paragraph {paragraph.number}{said})"])  # fmt: skip
