"""What mail clients mark as a quote or a signature in the HTML they write: by class, id, name, or a rule they draw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from responder.steps import quote_words as words
from responder.steps.quote_headers import label_of

_QUOTE_CLASSES = frozenset(
    """yahoo_quoted protonmail_quote proton-quote zmail_extra tutanota_quote outlookmessageheader mail_quote moz-cite-prefix
    zd-comment-quoted zendesk-quote freshdesk_quote freddy_quote helpscout-quote hs_reply hs-quote front-blockquote frontapp-quote
    missive_quote superhuman-quote sh-quoted-content gmail_quote_attribution moz-email-headers-table ntes_quote ntes-mailmaster-quote
    wps_quotion history_container quoted-content gorgias_quote intercom-quote spike-quote readdle-quote sparkmailquote
    bluemailquote edo-quoted hey-quote k9mail_quote iscreplycontent airmail_quote""".split()  # noqa: SIM905
)
_QUOTE_IDS = frozenset(
    """isreplycontent isforwardcontent replyheader oriheader reply-intro mail-app-auto-quoted qt replysplit
    _origin_mail_ quotedcontent""".split()  # noqa: SIM905
)
_REST_IDS = [
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "outlookmessageheader",
    "stopspelling",
    "spark-mail-quoted",
    "composeweb_previouscontent",
]
_SIGNATURE_CLASSES = frozenset(
    """gmail_signature moz-signature protonmail_signature_block-user protonmail_signature_block tutanota_signature
    zmail_signature yahoo-signature ymail-signature hs_signature mailbutler-signature signature-container
    front-signature sh-signature spark-signature wisestamp_signature wisestamp_app mb_sig moz-txt-sig mail-sig email-sig
    email_sig zmail_signature_below ws_signature""".split()  # noqa: SIM905
)
_SIGNATURE_IDS = frozenset(
    """signature ms-outlook-mobile-signature outlooksignature _rc_sig zm_signature yiv-signature mail-app-signature
    ymail_android_signature spark_signature sig applemailsignature canarysig composer_signature divfmsignature
    ntes-pcmac-signature""".split()  # noqa: SIM905
)
_SIGNATURE_NAME = re.compile(
    r"sig\d{1,12}$|bloop_sign|zm-_id_-sgn|(?:m_-?\d{3,30})?(?:\S{0,40}[-_.])?(?:e-?mail|mail|user|own|my|dedicated_)?signatures?(?:[-_.]?(?:block|container|wrapper|section|table|area|content|outer|inner|user|\d{1,20}))?$|ydp[a-z\d]{4,12}signature$"
)
_NO_SIGNATURE_NAME = re.compile(
    r"prefix|before|without|has[-_]|with[-_]|no[-_]?sig|empty|unsign|digital|docusign|e-?sign|request|quote|reply"
)
_OUTLOOK_RULE = re.compile(r"border-top:solid#?(?:e1e1e1|b5c4df)|border-top:(?:1(?:\.0)?p[tx])solid#?(?:e1e1e1|b5c4df)")


def names_of(node: Any) -> tuple[list[str], str]:
    """Classes and id, in lower case; webmail prefixes both with "x_" or "m_123…" when it shows and quotes a mail."""
    written = (node.get("class") or "")[:2000].lower()
    classes = [name.removeprefix("x_") for name in written.split()[:20]] if written else []
    return classes, (node.get("id") or "").lower().removeprefix("x_")


def starts_the_rest(node: Any, tag: str, classes: list[str], name: str) -> bool:
    """Outlook marks only where the earlier mail begins: everything from there to the end is quoted."""
    if name in _REST_IDS or "ms-outlook-mobile-reference-message" in classes or "outlookmessageheader" in classes:
        return True
    if tag == "div" and (style := node.get("style")) and "border-top" in style.lower():
        ruled = _OUTLOOK_RULE.search(style[:400].lower().replace(" ", "").replace("windowtext", ""))
        return ruled is not None and _names_a_sender(node)
    return False


def _names_a_sender(node: Any) -> bool:
    """Does the earlier mail begin here? People draw such rules too, around what they write."""
    lines = "".join(islice(_pieces(node), 60)).split("\n")
    first = [line.strip(" *\xa0")[:200] for line in lines if line.strip()][:3]
    return any(
        label_of(line) in (words.FROM, words.DATE) or words.BRACKETED_ADDRESS.search(line) is not None for line in first
    )


def _pieces(node: Any) -> Iterator[str]:
    """The text inside, lines of the source joined and every element of its own line behind a line break."""
    for one in node.iter():
        if one.tag in ("br", "p", "div", "tr", "li"):
            yield "\n"
        if isinstance(one.tag, str) and one.text:
            yield one.text.replace("\n", " ")
        if one is not node and one.tail:
            yield one.tail.replace("\n", " ")


def is_quote(node: Any, tag: str, classes: list[str], name: str, line_above: Callable[[], str]) -> bool:
    if tag == "blockquote":
        if (node.get("type") or "").lower() == "cite" or node.get("cite") is not None or name in _QUOTE_IDS:
            return True
        if any("quot" in one or "cite" in one for one in classes):
            return True
        return _is_attribution(line_above())
    if "gmail_attr" in classes:
        return (
            not "".join(islice(node.itertext(), 5)).lstrip().startswith("--")
        )  # "--- Forwarded message ---" stays as it is
    if any(one.endswith(("yahoo_quoted", "moz-cite-prefix")) for one in classes):
        return True
    if not _QUOTE_CLASSES.isdisjoint(classes) or name in _QUOTE_IDS or "yahoo_quoted" in name:
        return True
    return tag == "div" and (node.get("name") or "").lower() in ("quote", "quoted-content", "messagereplysection")


def _is_attribution(line: str) -> bool:
    """Does the line above a plain blockquote say who wrote it?"""
    tail = line[-300:]
    if not tail.endswith((":", "：")):
        return False
    if words.wrote_oneself(tail):
        return False
    return words.wrote(tail) or (words.ADDRESS.search(tail) is not None and any(c.isdigit() for c in tail))


def is_signature(node: Any, classes: list[str], name: str) -> bool:
    if not _SIGNATURE_CLASSES.isdisjoint(classes) or name in _SIGNATURE_IDS:
        return True
    if any(_names_a_signature(one) for one in (*classes, name)):
        return True
    if node.tag in ("signature", "sign") or node.get("data-signature-widget") == "container":
        return True
    if (node.get("data-marker") or "").startswith("__SIG_"):
        return True  # Zimbra
    if (node.get("name") or "").lower() == "messagesignaturesection":
        return True
    return (node.get("data-smartmail") or "").lower() == "gmail_signature"


def _names_a_signature(name: str) -> bool:
    return (
        ("sig" in name or "sgn" in name)
        and len(name) <= 80
        and _SIGNATURE_NAME.match(name) is not None
        and _NO_SIGNATURE_NAME.search(name) is None
    )


def starts_the_signature(node: Any, tag: str) -> bool:
    """Foxmail draws a short rule above its signature, and marks nothing else."""
    return tag == "hr" and (node.get("color") or "").lower() == "#b5c4df" and "210px" in (node.get("style") or "")
