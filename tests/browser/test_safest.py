"""Firefox ESR set as Tor Browser's safest level: every page is whole without script and without SVG."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from real_browser import Running
from tools.every_page import every_page, looked_at_by
from tools.safest import FIREFOX, Safest, safest
from tools.sample_desk import SampleDesk

from khronika.acts.sign_in import enter_once, one_time


@pytest.fixture(scope="module")
def firefox() -> Iterator[Safest]:
    if FIREFOX is None:
        assert not os.environ.get("CI"), "CI has Firefox"
        pytest.skip("there is no Firefox on this machine")
    with safest() as made:
        made.size(1280, 860)
        yield made


def signed_in(firefox: Safest, sample_served: Running, member: str) -> None:
    token = enter_once(sample_served.desk, one_time(sample_served.desk, member))
    assert token is not None
    firefox.go(f"{sample_served.origin}/sign-in")
    firefox.cookie(sample_served.server.address.cookie, token)


def colours(picture: bytes) -> int:
    """Return of how many colours a picture is; a blank one is of one."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    return len(drawn.getcolors(drawn.width * drawn.height) or ())


def test_every_page_is_there_without_script(
    firefox: Safest, sample: SampleDesk, sample_served: Running
) -> None:
    addresses = every_page(sample)
    for member in (sample.ines, sample.matei):
        signed_in(firefox, sample_served, member)
        for way in (one for one in addresses if looked_at_by(one, sample) == member):
            firefox.go(f"{sample_served.origin}{addresses[way]}")
            source = firefox.source()
            assert "<h1" in source, way
            assert "That did not work" not in source, way
            assert "<svg" not in source, way


@pytest.mark.parametrize("way", ["/timeline", "/map", "/items/{item}/original?page=1"])
def test_a_drawing_is_seen_without_svg(
    firefox: Safest, sample: SampleDesk, sample_served: Running, way: str
) -> None:
    signed_in(firefox, sample_served, sample.ines)
    firefox.go(f"{sample_served.origin}{every_page(sample)[way]}")
    assert re.search(r'<img [^>]*alt="[^"]{20,}', firefox.source())
    assert colours(firefox.picture_of("main img")) > 8


def test_no_script_runs_there(firefox: Safest, sample: SampleDesk, sample_served: Running) -> None:
    signed_in(firefox, sample_served, sample.ines)
    firefox.go(f"{sample_served.origin}/items/{sample.text}")
    button = re.search(r'<button [^>]*data-key="\?"[^>]*>', firefox.source())
    assert button is not None
    assert "hidden" in button[0], "a button that script alone shows is shown"
