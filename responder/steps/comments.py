"""Comments in structured header fields (RFC 5322 section 3.2.2)."""

from __future__ import annotations


def in_comment(text: str) -> list[bool]:
    """For each letter, whether it belongs to a comment (RFC 5322 section 3.2.2: they nest, and quoted strings hold
    none)."""
    hidden, depth, quoted, escaped = [], 0, False, False
    for letter in text:
        opened = depth
        if escaped:
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter == "(" and not quoted:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        hidden.append(bool(opened or depth))
    return hidden


def without_comments(text: str) -> str:
    """A blank takes the place of each comment."""
    kept: list[str] = []
    before = False
    for letter, hidden in zip(text, in_comment(text), strict=True):
        if not hidden:
            kept.append(letter)
        elif not before:
            kept.append(" ")
        before = hidden
    return "".join(kept)
