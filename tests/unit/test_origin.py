"""An address is the site's own by scheme, host and port, not by how it begins."""

from __future__ import annotations

import pytest

from linkapp.engine.origin import origin_of, same_origin

REAL = "https://www.linkedin.com"
LOCAL = "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.linkedin.com/feed/", REAL),
        ("https://www.linkedin.com", REAL),
        ("https://WWW.LinkedIn.com:443/feed/", REAL),
        ("https://somebody@www.linkedin.com/feed/", REAL),
        ("http://127.0.0.1:8080/x?y#z", LOCAL),
        ("http://127.0.0.1/x", "http://127.0.0.1:80"),
        ("http://[::1]:8080/x", "http://[::1]:8080"),
    ],
)
def test_an_address_of_the_same_scheme_host_and_port_is_the_sites_own(address: str, site: str) -> None:
    assert same_origin(address, site)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.linkedin.com.other.example/feed/", REAL),
        ("https://www.linkedin.community/", REAL),
        ("https://www.linkedin.com@other.example/feed/", REAL),
        ("https://www.linkedin.com:443@other.example/", REAL),
        ("https://www.linkedin.com:8443/feed/", REAL),
        ("http://www.linkedin.com/feed/", REAL),
        ("https://linkedin.com/feed/", REAL),
        ("https://other.example/https://www.linkedin.com/", REAL),
        ("https://other.example\\@www.linkedin.com/", REAL),
        ("blob:https://www.linkedin.com/3f1", REAL),
        ("http://127.0.0.1:80/x", LOCAL),
        ("http://127.0.0.1:80801/x", LOCAL),
        ("http://127.0.0.1:8080@127.0.0.1:9/x", LOCAL),
        ("http://127.0.0.1:8081/x", "http://127.0.0.1:80"),
        ("http://127.0.0.1:8081/x", "http://127.0.0.1"),
        ("http://127.0.0.11/x", "http://127.0.0.1"),
        ("http://127.0.0.1.other.example:8080/", LOCAL),
        ("http://localhost:8080/x", LOCAL),
        ("http://[::1]:8081/x", "http://[::1]:8080"),
    ],
)
def test_an_address_that_only_begins_or_looks_like_the_sites_is_not_its_own(address: str, site: str) -> None:
    assert not same_origin(address, site)


@pytest.mark.parametrize(
    "address",
    ["", "about:blank", "data:text/html,x", "chrome-error://chromewebdata/", "http://[", "http:///x", "http://a:port/"],
)
def test_an_address_of_no_site_is_nobodys_own_not_even_its_own(address: str) -> None:
    assert origin_of(address) is None
    assert not same_origin(address, address)
