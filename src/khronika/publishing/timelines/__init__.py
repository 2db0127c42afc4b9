"""When it happened against when it was said, as a picture drawn by the server, and the same as a table.

Start at :func:`timeline_svg`, :func:`timeline_png` and :func:`timeline_table`. What must stay true: nothing
is only in the picture; a denial, a correction and a retraction are told by shape; the same rows give the
same bytes.
"""

from khronika.publishing.timelines.picture import timeline_png, timeline_svg
from khronika.publishing.timelines.rows import TimelineRow, timeline_table

__all__ = ["TimelineRow", "timeline_png", "timeline_svg", "timeline_table"]
