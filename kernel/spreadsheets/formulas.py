"""Text that a spreadsheet must not take for a formula (OWASP, CSV injection)."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Text with a quote before it where a spreadsheet would reckon with it."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def meant(cell: str) -> str:
    """The text that a cell stands for, without the quote that made it harmless."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS_A_FORMULA) else cell
