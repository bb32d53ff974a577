"""How long hostile text takes: 100 kB each, and twice as much. Run by hand: python tests/bench_clean.py

The promise: 100 kB under 100 ms (500 ms where half of it is a style sheet), and twice the text at most 2.5 times longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from responder.adapters.html_text import html_to_text
from responder.steps.clean import visible_reply

TEXTS = {
    "on": "On ", "on lines": "On \n", "quote marks": ">\n", "colons": "a:\n", "wrote": "1@a wrote:\n", "from": "From: a\n",
    "from and to": "From: a@b\nTo: b\n", "signature rules": "-- \n", "dashes": "-", "rules": "_" * 50 + "\n", "blanks": " ",
    "trailing blanks": "x" + " " * 300 + "\n", "line ends": "\n", "angles": "<", "ats": "@",
    "attribution that never ends": "On Mon, Jan 5, 2024 at 10:12 PM " + "<a@b " * 50 + "wrote\n", "phones": "Sent from my iPhone x\n",
    "closings": "Thanks\n", "disclaimers": "confidential message " * 10 + "\n\n", "labels": "a " * 14 + ": x\n",
    "ruled words": "--- " + "a " * 25 + "\n", "rules and words": "- " * 20 + "a\n", "stars": "*" * 39 + "a\n",
    "times and years": "1:11 2024 , " * 30 + ":\n", "notes": "x---1/1/2024 1:1" * 20 + "\n", "above": "reply reply write above " * 6 + "\n",
    "delimiters": "##-" + "a" * 100 + "##\n", "half addresses": "<" + "a@" * 190 + "\n", "brackets": "(<a:" * 90 + "wrote:\n",
    "sentences": "a. On Mon 5 b@c. " * 20 + "\n", "tokens": "wrote I " * 45 + ":\n",
    "notes headers": "Ann Lee\n03/04/2024 10:03 AM\nTo: a\n", "notes dates": "1/1/2024 1:1 on " * 20 + "\nTo: a\ncc: b\n", "initials": "wrote:\nAL> x\n",
    "bars": "| a\n", "boxes": "|-----+-----\n", "forwarded by": "---Forwarded by a\n", "quoted labels": ">From: a\n>Subject: b\na\n",
    "lists": "a\n" + "-" * 70 + "\nhttp://a mailing list\n", "groups": "- - - - Yahoo! Groups Sponsor\n", "case data": "Thanks\nKim\norder of a\n",
    "own marks": "words of the person here\n> a b c d\n", "asked": "a b c d e\n> q?\n", "fences": "```\na\n", "indented": "    > a\nb\n",
    "arrows": "see my answers in red\n\nFrom: a@b.c\nSent: 1 1 2024 1:1\nTo: b@c.d\nSubject: x\n\n--> a?\n", "said": "see my answers below\n",
    "bare notes": "a/b\n1/1/2024 1:1\nTo\na\n", "cards": "hello there.\nAnn Lee\nOwner\n", "notes below": "[1] a [2] (3)\n",
    "you wrote": "1 1 2024 1:1 you wrote:\na\n", "you wrote above a quote": "1 1 2024 1:1 you wrote:\na\n\n> b\n", "told to me": "1 1 2024 1:1 a@b wrote to me:\n",
    "wrote and wrote": "On 1 1 2024 1:1 a@b.c wrote:\n\n", "marks": "Abc> Is it so?\na\n", "many marks": "Ab> Is it so?\nCd> a\n", "dotted marks": "A. B.> a?\n",
    "cited": "I got this mail:\nFrom: a@b.c\nTo: b\nSubject: x\nDate: 1 1 2024 1:1\n", "journeys": "From: a\nTo: b\nDate: 1 1 2024\nSubject: x\n\n",
    "forms": "Name: a\nFrom: a\nTo: b\nDate: 1 1 2024\nSubject: x\nMessage: c\n", "inside": "answers see reply find it " * 12 + "\n", "replies above": "please reply above this " * 6 + "\n",
    "your": "your your su seu vos " * 12 + "wrote:\n", "one line headers": "From: a " + "To: b Subject: c " * 20 + "\n",
    "pleas": "please print this mail paper\n", "prompts": "> " + "a@" * 190 + "\n", "calls": "> " + "a." * 200 + "\n", "tells": "a I a,he b " * 30 + "wrote:\n",
}  # fmt: skip

PAGES = {
    "rows": "<tr><td>a</td><td><p>b</p></td></tr>", "paragraphs": "<p style='color:red'>hello <b>x</b></p>", "breaks": "<br>",
    "tags that never end": "<a ", "angles": "<", "comments": "<!-- a -->", "hidden": "<span style='display:none'>a</span>",
    "deep": "<div>", "deep quotes": "<blockquote type=cite>", "links": "<a href='https://x.test'>", "classes": "<p class='a b c'>x",
    "colours": "<p style='color:red'>a</p><p>b?</p>", "code": "<pre>&gt; a\n--\n</pre>b",
}  # fmt: skip


STYLES = {
    "a long list": ("b,", "<b>x</b>"), "attributes": ("[a*=b]{color:red}", '<b a="cccccc">x</b>'), "nested combinators": ("b b b b b b b .x{color:red}", "<b><i>x</i></b>"),
    "siblings": ("b~b+b~b{color:red}", "<b>x</b>"), "denials": (":not(:not(.a)){color:red}", "<b>x</b>"), "places": ("b:nth-child(2n+1):last-child{color:red}", "<b>x</b>"),
    "open brackets": ("[(", "<b>x</b>"), "inline": ("a{}", '<b style="a:((;font:0 a">x</b>'),
}  # fmt: skip

NESTED = {"rules in a list": "b{c:d}", "the rule around": "&{}", "supports in a list": "@supports x{color:red}"}
"""rules inside of a rule with a long list of selectors"""


def fastest(work: Callable[[str], object], text: str) -> float:
    """Milliseconds of processor time, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(text)
        best = min(best, (time.process_time() - start) * 1000)
    return best


def main() -> None:
    for name, piece in TEXTS.items():
        text = (piece * (200_000 // len(piece) + 1))[:200_000]
        once, twice = fastest(visible_reply, text[:100_000]), fastest(visible_reply, text)
        print(f"text  {name:28} {once:7.1f} ms {twice / once:5.2f}x {'' if once < 100 else 'TOO SLOW'}")
    for name, piece in PAGES.items():
        page = (piece * (5_000_000 // len(piece) + 1))[:5_000_000]
        print(f"html  {name:28} {fastest(html_to_text, page):7.0f} ms for 5 MB")
    for name, (rule, element) in STYLES.items():
        half, whole = (f"<style>{(rule * size)[:size]}</style>{(element * size)[:size]}" for size in (50_000, 100_000))
        once, twice = fastest(html_to_text, half), fastest(html_to_text, whole)
        print(f"style {name:28} {once:7.1f} ms for 100 kB {twice / once:5.2f}x {'' if once < 500 else 'TOO SLOW'}")
    for name, inner in NESTED.items():
        half, whole = (
            f"<style>{('a,' * size)[:size]}a{{{(inner * size)[:size]}}}</style>Hello" for size in (25_000, 50_000)
        )
        once, twice = fastest(html_to_text, half), fastest(html_to_text, whole)
        print(f"style {name:28} {twice:7.1f} ms for 100 kB {twice / once:5.2f}x {'' if twice < 500 else 'TOO SLOW'}")


if __name__ == "__main__":
    main()
