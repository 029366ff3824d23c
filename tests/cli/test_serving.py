"""Where the gateway may serve, and how its address is told."""

from __future__ import annotations

import socket

import pytest

from gateway.serving import AddressRefused, bind, url_of


def test_a_host_that_is_not_there_is_named() -> None:
    with pytest.raises(AddressRefused, match=r"^There is no address nowhere\.invalid: give --host"):
        bind("nowhere.invalid", 8000)


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(AddressRefused, match=r"^Port 8000 of 192\.0\.2\.1 cannot be served: "):
        bind("192.0.2.1", 8000)


def test_a_port_is_free_again_as_soon_as_it_is_closed() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        first.listen()
        with socket.create_connection(("127.0.0.1", port)) as client:
            first.accept()[0].close()
            client.recv(1)
    with bind("127.0.0.1", port) as second:
        assert url_of(second) == f"http://127.0.0.1:{port}"


def test_what_is_served_everywhere_is_found_here() -> None:
    with bind("0.0.0.0", 0) as everywhere:  # noqa: S104 - for a moment, and no one listens
        assert url_of(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_with_colons_stands_in_brackets() -> None:
    try:
        bound = bind("::1", 0)
    except AddressRefused:
        pytest.skip("this machine has no IPv6")
    with bound:
        assert url_of(bound) == f"http://[::1]:{bound.getsockname()[1]}"
