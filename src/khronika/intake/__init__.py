"""Taking in: bytes of any format to text with places, or a reason why not (docs/INTAKE.md).

``extract`` reads in this process; ``isolated.Extractor`` reads hostile formats in a separate, confined
one. ``copies`` finds nearly the same text.
"""

from khronika.intake.extraction import extract
from khronika.intake.limits import Limits

__all__ = ["Limits", "extract"]
