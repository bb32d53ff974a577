"""Damaged mails without end: `python -m tests.fuzz_mail SECONDS [SEED]`.

Takes the mails of tests/mails, breaks them (octets, lines, tokens, pieces of other mails), reads them, and stops at the
first that raises, is not clean, or takes longer than five seconds. Prints how many were read.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from responder.adapters.inspection import inspect_mail
from responder.adapters.mail_parser import parse
from tests.clean import what_is_unclean

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TOKENS = [
    b'"', b"<", b">", b"(", b")", b",", b";", b":", b"@", b"=?", b"?=", b"=?utf-8?q?", b"=?utf-8?B?", b"=?x?b?=ff?=", b"\r", b"\n",
    b"\r\n\r\n", b"\0", b"\xff", b"\xc3", b"\xe4\xf6\xfc", b"\xed\xa0\x80", b"=0d=0a", b"--", b"boundary=", b"charset=utf-7",
    b"charset=unicode_escape", b"charset=idna", b"charset=\"", b"filename*0*=", b"filename*=utf-8''%ff%00", b"\x1b$B", b"+AAA-",
    b"Content-Type: message/rfc822\n", b"Content-Type: multipart/alternative; boundary=x\n", b"Content-Transfer-Encoding: base64\n",
    b"format=flowed; delsp=yes", b"begin 644 a.txt\n", b"From: ", b"Subject: ", b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf", b"> ", b"-- \n",
]  # fmt: skip


def damaged(corpus: list[bytes], chance: random.Random) -> bytes:
    mail = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        at = chance.randrange(len(mail) + 1)
        upto = min(len(mail), at + int(chance.paretovariate(0.7)))
        match chance.randrange(8):
            case 0:
                mail[at:at] = chance.choice(TOKENS)
            case 1:
                mail[at:upto] = chance.choice(TOKENS)
            case 2:
                del mail[at:upto]
            case 3:
                mail[at:at] = mail[at:upto]
            case 4 if at < len(mail):
                mail[at] = chance.randrange(256)
            case 5:
                other = chance.choice(corpus)
                begin = chance.randrange(len(other) + 1)
                mail[at:upto] = other[begin : begin + int(chance.paretovariate(0.6))]
            case 6:
                lines = bytes(mail).split(b"\n")
                chance.shuffle(lines) if chance.random() < 0.1 else lines.insert(
                    chance.randrange(len(lines) + 1), chance.choice(lines)
                )
                mail = bytearray(b"\n".join(lines))
            case _:
                mail[at:at] = chance.choice(TOKENS) * chance.choice((1, 3, 50))
        del mail[200_000:]
    return bytes(mail)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000
    chance = random.Random(seed)
    corpus = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("mails/**/*.eml"))]
    end = time.monotonic() + seconds
    count, slowest = 0, 0.0
    while time.monotonic() < end:
        raw = damaged(corpus, chance)
        begun = time.thread_time()
        try:
            message = parse(raw, received_at=NOW)
            seen = inspect_mail(raw)
            json.dumps(seen, ensure_ascii=False).encode("utf-8")
            trouble = what_is_unclean(message) + what_is_unclean(seen)
            trouble += [d for d in seen["defects"] if "while reading this mail" in d or "inspection stopped" in d]
        except Exception as error:
            trouble = [f"raised {error!r}"]
        took = time.thread_time() - begun
        slowest = max(slowest, took)
        count += 1
        if trouble or took > 5:
            Path("fuzz-found.eml").write_bytes(raw)
            print(f"seed {seed}, mail {count}: {took:.1f} s {trouble}; kept as fuzz-found.eml")
            return 1
    print(f"seed {seed}: {count} damaged mails read, none raised or was unclean; the slowest took {slowest:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
