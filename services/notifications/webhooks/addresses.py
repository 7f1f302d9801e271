"""Where webhooks may go: to a public `https` address, and never into our own network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from kernel.problems import Invalid

LONGEST = 500
_CARRIES_IPV4 = (
    IPv6Network("64:ff9b::/96"),  # NAT64 (RFC 6052)
    IPv6Network("64:ff9b:1::/48"),  # the same within one network (RFC 8215)
)


class AddressRefused(Invalid):
    """An address that webhooks are not sent to."""

    code = "webhook-address"

    def __init__(self) -> None:
        super().__init__(
            "Alamat webhook harus berupa https:// ke mesin yang dapat dicapai dari internet, tanpa "
            "nama pengguna, kata sandi, dan tanda #.",
            "A webhook's address must be https:// to a machine that the internet reaches, without "
            "a user name, a password or a #.",
        )


def is_public(host: str) -> bool:
    """Whether an IP address (v4 or v6, as text) belongs to the internet and to no part of us.

    False for what only wraps another address (IPv4-mapped, 6to4, Teredo, NAT64), which may lead
    anywhere, and for what is no IP address.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and not _wraps(address)


def _wraps(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return False
    wrapped = address.ipv4_mapped, address.sixtofour, address.teredo
    return any(wrapped) or any(address in network for network in _CARRIES_IPV4)


def expect_address(address: str, private: bool) -> None:
    """Raises AddressRefused; with `private`, `http` and addresses on this network will do.

    Whether a name leads to a public address is seen when it is looked up, at each request.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressRefused() from error
    schemes = ("https", "http") if private else ("https",)
    is_bare = not (parts.username or parts.password or parts.fragment) and port != 0
    if parts.scheme not in schemes or not parts.hostname or not is_bare or not _is_plain(address):
        raise AddressRefused()
    if not private and (_is_ip(parts.hostname) and not is_public(parts.hostname)):
        raise AddressRefused()


def _is_plain(address: str) -> bool:
    return len(address) <= LONGEST and all("!" <= character <= "~" for character in address)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
