"""The address of a running desk, as a program is told it: what is read, and what is refused."""

from __future__ import annotations

import pytest

from khronika.api.client import address_of, is_this_machine
from khronika.errors import UsageFault


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://desk.example", "https://desk.example"),
        ("https://DESK.example:443/", "https://desk.example"),
        (" https://desk.example:8443/khronika/ ", "https://desk.example:8443/khronika"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://127.8.9.1:80", "http://127.8.9.1"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("http://localhost:8765", "http://localhost:8765"),
        ("https://дело.example", "https://xn--d1acsm.example"),
    ],
)
def test_addresses_are_read(written: str, address: str) -> None:
    assert str(address_of(written)) == address
    assert address_of(address) == address_of(written)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "desk.example",
            "ftp://desk.example",
            "https://",
            "https:///x",
            "https://a b",
            "https://desk.example:x",
        ),
        *("https://desk.example:99999", "https://me:secret@desk.example", "https://desk.example?x=1"),
        *("https://desk.example#x", "http://desk.example", "http://192.168.1.5:8765", "http://0.0.0.0:8765"),
        *("http://127.0.0.1.example", "http://localhost.example", "http://[fe80::1]", "http://2130706433"),
        *(
            "https://desk.example/\r\nX: y",
            "https://desk\x00.example",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ),
    ],
)
def test_what_is_no_address_of_a_desk_is_refused_and_so_is_the_clear(written: str) -> None:
    with pytest.raises(UsageFault) as fault:
        address_of(written)
    assert "secret" not in fault.value.fault


def test_only_this_machine_is_this_machine() -> None:
    assert is_this_machine("127.0.0.1")
    assert not is_this_machine("127.0.0.1.example")
    assert not is_this_machine("1.1.1.1")
