"""What residents keep and type in again: receipt numbers and their codes."""

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: mistaken for others on paper
CODE_LENGTH = 6  # 30 bits; guessing is slowed down per address and per receipt
_MISREAD = str.maketrans("ILOU", "110V")


def receipt_code(digest: str) -> str:
    """Six signs out of a hexadecimal digest."""
    number, signs = int(digest, 16), ""
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs += SIGNS[rest]
    return signs


def as_receipt(typed: str) -> str:
    """A number or code as it is stored, from what a hand or a voice made of it."""
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed)
    return "".join(c for c in half.upper().translate(_MISREAD) if c in SIGNS)[:16]
