"""How far each choice brings the search: `python -m tests.bench.bench_retrieval FOLDER [--write docs/CONFIDENCE.md]`,
FOLDER as for `bench_selective`.

The same questions are asked of the same articles cut up in different ways, and ranked with different weights of meaning
against words; the rest is the daemon's embedder and PostgreSQL. Nothing is learned from the questions.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from responder.commands.kb_tune import rank_of
from responder.domain import Article, Chunk, Passage
from responder.steps.chunk import passages_of
from responder.workbench import SOURCE, Workbench
from tests.bench.bench_selective import Remembering, Stream, streams

QUESTIONS = 400
"""of each stream"""
PASSAGES = 400
"""looked at for each, so that any weight ranks what matters"""
WEIGHTS = (1.0, 0.8, 0.7, 0.6, 0.4, 0.0)

Cut = Callable[[Article], Sequence[Chunk]]


def whole(article: Article) -> Sequence[Chunk]:
    return (Chunk(heading="", body=article.body),)


def fixed_size(article: Article) -> Sequence[Chunk]:
    """800 characters, of which 120 also belong to the piece before."""
    starts = range(0, max(1, len(article.body) - 120), 680)
    return tuple(Chunk(heading="", body=article.body[at : at + 800]) for at in starts)


def fixed_size_with_title(article: Article) -> Sequence[Chunk]:
    return tuple(Chunk(heading=article.title, body=piece.body) for piece in fixed_size(article))


def without_heading(article: Article) -> Sequence[Chunk]:
    return tuple(Chunk(heading="", body=piece.body) for piece in passages_of(article))


CUTS: tuple[tuple[str, Cut], ...] = (
    ("whole articles, no title", whole),
    ("800 characters, no title", fixed_size),
    ("800 characters, title in front", fixed_size_with_title),
    ("along the structure, no title", without_heading),
    ("**along the structure, title and heading in front** (what is built in)", passages_of),
)


async def put(articles: Sequence[Article], cut: Cut, bench: Workbench) -> None:
    for article in articles:
        chunks = [chunk for chunk in cut(article) if chunk.text.strip()]
        vectors = await bench.embedder.embed([chunk.text for chunk in chunks])
        await bench.knowledge.put(SOURCE, article, chunks, vectors)


def measured(stream: Stream, cut: Cut, bench: Workbench) -> dict[float, tuple[float, float]]:
    """Weight of meaning → share of questions whose first article is right, and mean reciprocal rank."""
    asked = [q for q in stream.questions if q[1]]
    asked = random.Random(1).sample(asked, min(QUESTIONS, len(asked)))
    articles = [
        Article(id=a["id"], title=a["title"], body=a["body"], sha256=f"{cut.__name__} {a['id']}")
        for a in stream.articles
    ]
    bench.reset()
    bench.run(put(articles, cut, bench))
    found: list[tuple[tuple[Passage, ...], frozenset[str]]] = []
    for at in range(0, len(asked), 50):
        some = asked[at : at + 50]
        passages = bench.passages_for([text for text, _ in some], limit=PASSAGES)
        found += [(p, gold) for p, (_, gold) in zip(passages, some, strict=True)]
    figures = {}
    for weight in WEIGHTS:
        ranks = [rank_of(passages, gold, weight) for passages, gold in found]
        figures[weight] = (
            sum(rank == 1 for rank in ranks) / len(ranks),
            sum(1 / rank for rank in ranks if rank) / len(ranks),
        )
    return figures


def table(rows: dict[str, dict[str, dict[float, tuple[float, float]]]]) -> str:
    names = list(rows[CUTS[0][0]])
    lines = [
        "| hit@1 (MRR) | " + " | ".join(f"{name}, weight {w:g}" for name in names for w in WEIGHTS) + " |",
        "|---|" + "---|" * (len(names) * len(WEIGHTS)),
    ]
    for cut, of in rows.items():
        cells = [f"{of[name][w][0]:.3f} ({of[name][w][1]:.3f})" for name in names for w in WEIGHTS]
        lines.append(f"| {cut} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--write", type=Path, metavar="FILE", help="put the table between this page's marks")
    given = ask.parse_args()
    # BANKING77's articles are made of questions: how they are cut says nothing
    chosen = [stream for stream in streams(given.folder) if stream.name != "BANKING77"]
    rows: dict[str, dict[str, dict[float, tuple[float, float]]]] = {}
    with Workbench() as plain, Workbench(embedder=Remembering(plain.embedder)) as bench:
        for name, cut in CUTS:
            rows[name] = {stream.name: measured(stream, cut, bench) for stream in chosen}
            print(name, rows[name], flush=True)
    print(table(rows))
    if given.write:
        page = given.write.read_text(encoding="utf-8")
        marks = re.compile(r"(<!-- retrieval -->\n).*?(<!-- /retrieval -->)", re.S)
        given.write.write_text(marks.sub(lambda hit: hit[1] + table(rows) + hit[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
