"""Lines by which a mail program names itself: "Sent from my iPhone", "Get Outlook for iOS"."""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.signature_lines import URL_ONLY, filled_lines

_LINK = re.compile(r"[<(\[](?:https?://|mailto:)[^\s<>()\[\]]{0,300}[>)\]]?")
_STORE = re.compile(r"aka\.ms/|go\.onelink\.me|apps\.apple\.com|play\.google\.com|itunes\.apple\.com")


def is_mobile_line(key: str) -> bool:
    """Such as "Sent from my iPhone", "Von meinem Samsung gesendet", "iPhoneから送信", "Get Outlook for iOS<https://…>"."""
    visible = " ".join(_LINK.sub(" ", key).split()).strip(" []()<>*_-{}«»")
    if not visible or len(visible) > 130 or visible.count(" ") > 14 or visible.endswith(("?", ":")):
        return False
    begins, device = words.SENT_FIRST.match(visible) is not None, words.DEVICE.search(visible) is not None
    if words.SENTENCE.search(visible):
        return False
    spaces = visible.count(" ")
    if device and words.SENT_AT_END.search(visible):
        return spaces <= 12
    if visible.startswith(("Von meinem ", "Von meiner ")) and device and spaces <= 9:
        return re.search(r" gesendet (?:mit|über|via|aus) ", visible) is not None
    if visible.lower().startswith(("from my ", "von meinem ", "von meiner ")):
        return device and spaces <= 3 and visible[0] == "F"
    if begins and device:
        return spaces <= 9 or (spaces <= 14 and ". " in visible[:60])
    if device and _STORE.search(key) and spaces <= 9:
        return True  # an invitation to get a program, with the link to get it
    if visible.startswith("Yahoo Mail: ") and spaces <= 8:
        return True  # its slogan, in the language of the mailbox
    return visible.lower().startswith("sent from my ") and spaces <= 6


def without_mobile_line(keys: list[str], region: list[int]) -> list[int]:
    filled = filled_lines(keys, region)
    first = max(0, len(filled) - 40)
    drop: set[int] = set()
    for place in range(len(filled) - 1, first - 1, -1):
        index = filled[place]
        if not is_mobile_line(keys[index]):
            continue
        after = [keys[line] for line in filled[place + 1 :] if line not in drop]
        if (all(len(line) <= 40 and line.count(" ") <= 4 for line in after) and len(after) <= 4) or _alone(keys, index):
            drop.add(index)
            if place + 1 < len(filled) and URL_ONLY.match(keys[filled[place + 1]]):
                drop.add(filled[place + 1])
    return [index for index in region if index not in drop] if drop else region


def _alone(keys: list[str], index: int) -> bool:
    above = index == 0 or not keys[index - 1]
    below = index + 1 >= len(keys) or not keys[index + 1]
    return above and below
