"""Whose domain is it? Organisational domains by the public suffix list, and mail providers that strangers share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

SHARED_PROVIDERS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com hotmail.co.uk
    hotmail.de hotmail.fr hotmail.it hotmail.es live.com live.co.uk live.de live.fr live.nl msn.com passport.com
    yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.jp yahoo.co.in yahoo.in yahoo.ca yahoo.com.br
    yahoo.com.au yahoo.com.mx yahoo.com.ar ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com
    gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de mailbox.org 1und1.de online.de
    mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com fastmail.com fastmail.fm
    hushmail.com zoho.com zohomail.com mail.com email.com hey.com duck.com
    qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net
    nate.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr libero.it virgilio.it tiscali.it alice.it tin.it
    wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk abv.bg freemail.hu citromail.hu
    ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl telenet.be skynet.be bluewin.ch sunrise.ch
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com
    btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk shaw.ca rogers.com sympatico.ca
    bigpond.com optusnet.com.au uol.com.br bol.com.br terra.com.br ig.com.br rediffmail.com docomo.ne.jp ezweb.ne.jp
    softbank.ne.jp nifty.com
    """.split()  # noqa: SIM905
)
"""Strangers have their mailboxes here: two addresses of one such domain are two people."""


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList  # 0.1 s and some megabytes, so only when it is needed

    return PublicSuffixList()


@lru_cache(maxsize=4096)
def organisational_domain(domain: str) -> str:
    """ "mail.shop.example.co.uk" → "example.co.uk"; a public suffix itself, or an address literal, stays as it is."""
    domain = domain.strip().rstrip(".").lower()
    if not domain or len(domain) > 253 or domain.startswith("["):
        return domain
    try:
        return str(_suffixes().privatesuffix(domain) or domain)
    except (UnicodeError, ValueError):
        return domain


def same_organisation(one: str, other: str) -> bool:
    """Do two mail domains belong to one organisation? At a shared provider nobody belongs to anybody."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return bool(one) and one not in SHARED_PROVIDERS and organisational_domain(one) == organisational_domain(other)
