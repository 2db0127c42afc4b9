"""The rights of the queries about texts as a list."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import describing, texts
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.item import Description

ACTS = {
    "texts.unread_texts": Act(Right.READ_RECORDS, lambda h, m, _: texts.unread_texts(h.desk, m)),
    "texts.text_states": Act(
        Right.READ_RECORDS, lambda h, m, i: texts.text_states(h.desk, m, [i[Kind.ITEM]])
    ),
    "texts.copies_of_text": Act(
        Right.READ_RECORDS, lambda h, m, i: texts.copies_of_text(h.desk, m, i[Kind.ITEM]), Kind.ITEM
    ),
    "describing.describe": Act(
        Right.REVIEW,
        lambda h, m, i: describing.describe(h.desk, m, Description("", i[Kind.ITEM], publisher="Sarn Radio")),
        Kind.ITEM,
    ),
    "describing.source_of_item": Act(
        Right.READ_RECORDS, lambda h, m, i: describing.source_of_item(h.desk, m, i[Kind.ITEM]), Kind.ITEM
    ),
}
