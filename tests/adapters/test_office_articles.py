"""Word and PDF files become articles like any other."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from responder.adapters.articles import ArticleFolder, read_article

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def a_word_file(body: str) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2")
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="styles.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


def a_pdf(*pages: list[tuple[str, float, float]], title: str = "") -> bytes:
    """Each page as lines of text, size in points and height above the bottom."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"BT /F1 {size} Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET\n" for text, size, y in lines)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title}) >>")
    written, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n"
    return f"{written}{written.index('xref')}\n%%EOF\n".encode("latin-1")


def test_a_word_file_keeps_its_headings_and_tables(tmp_path: Path) -> None:
    cells = "".join(
        f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
        for a, b in (("Plan", "Price"), ("Team", "9 EUR"))
    )
    body = (
        paragraph("Plans and prices", "Title")
        + paragraph("Each plan has a price.")
        + paragraph("Upgrading", "heading1")
        + f"<w:tbl>{cells}</w:tbl>"
    )
    (tmp_path / "plans.docx").write_bytes(a_word_file(body))
    article = read_article(tmp_path / "plans.docx", tmp_path)
    assert (article.id, article.title) == ("plans", "Plans and prices")
    assert "# Upgrading" in article.body
    assert "| Team | 9 EUR |" in article.body


def test_a_pdf_has_headings_where_its_letters_are_larger(tmp_path: Path) -> None:
    first = [
        ("Return a parcel", 20.0, 780.0),
        ("You can send a parcel back within 30", 11.0, 740.0),
        ("days. Choose a label, print it and re-", 11.0, 726.0),
        ("move the old one.", 11.0, 712.0),
        ("What it costs", 15.0, 670.0),
        ("Returns are free of charge.", 11.0, 650.0),
    ]
    (tmp_path / "returns.pdf").write_bytes(a_pdf(first, title="Microsoft Word - draft7.doc"))
    article = read_article(tmp_path / "returns.pdf", tmp_path)
    assert article.title == "Return a parcel"
    assert article.body.split("\n\n") == [
        "# Return a parcel",
        "You can send a parcel back within 30 days. Choose a label, print it and remove the old one.",
        "## What it costs",
        "Returns are free of charge.\n",
    ]


def test_what_stands_on_every_page_of_a_pdf_is_left_out(tmp_path: Path) -> None:
    pages = [
        [
            ("Acme user guide", 9.0, 820.0),
            (f"Chapter {n} tells about thing number {n * 7}.", 11.0, 700.0),
            (f"Page {n} of 4", 9.0, 20.0),
        ]
        for n in range(1, 5)
    ]
    (tmp_path / "guide.pdf").write_bytes(a_pdf(*pages))
    body = read_article(tmp_path / "guide.pdf", tmp_path).body
    assert "user guide" not in body and "Page" not in body
    assert all(f"thing number {n * 7}." in body for n in range(1, 5))


def test_a_file_beside_it_says_what_a_pdf_cannot(tmp_path: Path) -> None:
    (tmp_path / "limits.pdf").write_bytes(a_pdf([("Refund up to 50 without asking.", 11.0, 700.0)]))
    public = read_article(tmp_path / "limits.pdf", tmp_path)
    (tmp_path / "limits.pdf.yaml").write_text("title: Refund limits\naudience: internal\n")
    (article,) = ArticleFolder(tmp_path)
    assert (article.title, article.audience) == ("Refund limits", "internal")
    assert public.audience == "public" and public.sha256 != article.sha256


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("scan.pdf", a_pdf([]), "text recognition"),
        ("torn.pdf", a_pdf([("Words", 11.0, 700.0)])[:200], "no PDF that can be read"),
        ("mail.pdf", b"From: somebody", "no PDF that can be read"),
        ("old.docx", b"\xd0\xcf\x11\xe0 an old Word file", "no Word file that can be read"),
        ("other.docx", a_word_file("")[:-30], "no Word file that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_the_others_go_on(
    tmp_path: Path, name: str, raw: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "right.md").write_text("Words.")
    folder = ArticleFolder(tmp_path)
    assert [article.id for article in folder] == ["right"]
    assert why in folder.bad[0].why


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    (tmp_path / "bomb.docx").write_bytes(packed.getvalue())
    with pytest.raises(ValueError, match="when unpacked"):
        read_article(tmp_path / "bomb.docx", tmp_path)
