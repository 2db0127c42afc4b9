"""A map of places as a picture drawn by the server, and the same as a table.

Start at :func:`map_svg`, :func:`map_png` and :func:`map_table`. What must stay true: the stated precision
is drawn as an area, never as a false point; nothing is only in the picture; the same values give the same
bytes; no tile, font or outline is asked of another host; every map says that its borders are no position on
any of them.
"""

from khronika.publishing.maps.areas import Area, Undrawable
from khronika.publishing.maps.picture import map_png, map_size, map_svg
from khronika.publishing.maps.table import map_table
from khronika.publishing.maps.view import View
from khronika.records.party import Precision

__all__ = ["Area", "Precision", "Undrawable", "View", "map_png", "map_size", "map_svg", "map_table"]
