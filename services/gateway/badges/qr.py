"""QR codes as drawings: a badge's code alone, and the address that a stand shows."""

import io

import segno

from services.gateway.badges.codes import LENGTH

QUIET_MODULES = 4
"""The empty border that readers need (ISO/IEC 18004)."""


def of_badge(code: str) -> segno.QRCode:
    """Version 1 with the strongest correction: 21 modules, which cheap cameras read from afar.

    Raises ValueError for what is not as long as a badge's code.
    """
    if len(code) != LENGTH:
        raise ValueError(f"{code!r} is no badge code")
    return segno.make_qr(code, error="h", mode="alphanumeric", boost_error=False)


def of_stand(public_url: str, edition: str, exhibitor: str) -> segno.QRCode:
    """The address of an exhibitor's page in upper case, in which it needs fewer modules.

    Scheme and host mean the same in either case (RFC 3986, 6.2.2.1), and so do the edition's
    letters to the page; the exhibitor's code stays as it is.
    """
    return segno.make_qr(stand_address(public_url, edition, exhibitor), error="m")


def stand_address(public_url: str, edition: str, exhibitor: str) -> str:
    """HTTPS://PENDOPO.EXAMPLE/S/H2O-2026/KOP-01."""
    return f"{public_url.rstrip('/').upper()}/S/{edition.upper()}/{exhibitor}"


def drawn(code: segno.QRCode, css_class: str = "qr") -> str:
    """An SVG that grows with its box; dark on light in every theme, as readers want it."""
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=True,
        svgclass=css_class,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return out.getvalue().decode()
