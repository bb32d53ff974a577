"""What programs send is recognised by its wording where no list has the phrase, and people are not taken for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import responder
from responder.adapters.automatic_text import automatic
from responder.domain import Address
from responder.steps.automatic_text import AutomaticTextModel, features
from responder.steps.hashed_text import COLUMNS, hashed, packed, unpacked, weighed
from responder.steps.screen_text import text_reads_as_if_a_program_sent_it as rule
from tests.cases import a_case, a_message, settings

PROGRAMS = (
    ("Re: seats", "I am on a boat until the 22nd and read no mail there. Ines has the keys and answers what cannot wait."),
    ("Ihr Anliegen 4471", "Ihr Anliegen wurde unter der Nummer 4471 erfasst und der zuständigen Abteilung zugeleitet."),
    ("Votre colis", "Votre colis a été déposé au relais ce matin. Vous avez dix jours pour le retirer avec une pièce d'identité."),
    ("Re: pregunta", "El estudio cierra por vacaciones del 1 al 21 de agosto. Contestaremos a la vuelta."),
)  # fmt: skip
PEOPLE = (
    ("Re: seats", "The van is packed and we leave at noon. Which of the two licences do I need for the tablet?"),
    ("Anliegen 4471", "Mein Anliegen 4471 liegt seit Wochen bei Ihnen. Ich hätte gern einen Rückruf."),
    ("Mon colis", "Le relais dit qu'il n'a pas mon colis, alors que votre site affirme le contraire."),
    ("Vacaciones", "Cerramos el estudio del 1 al 21 de agosto y quiero pausar la suscripción ese mes."),
    ("Cron", "Your job runs every hour instead of every day.\n\n0 * * * * /opt/export --all"),
    ("", "Where can I change the language?"),
)


@pytest.mark.parametrize(("subject", "text"), PROGRAMS)
def test_a_program_is_known_by_its_wording(subject: str, text: str) -> None:
    assert automatic(subject, text) > 0.6


@pytest.mark.parametrize(("subject", "text"), PEOPLE)
def test_a_person_is_not_taken_for_a_program(subject: str, text: str) -> None:
    assert automatic(subject, text) < settings().thresholds.automatic_text


def test_a_subject_alone_proves_nothing() -> None:
    assert automatic("Automatic reply: your question", " \n") == 0.0


def test_which_number_address_or_link_it_is_says_nothing() -> None:
    assert hashed("order 471 of anna@x.example, see https://x.example/a") == hashed(
        "order 982 of ben@y.example, see http://y.example/b?c"
    )


def test_a_subject_counts_beside_the_text_and_apart_from_it() -> None:
    text, both = features("", "closed until Monday"), features("closed until Monday", "closed until Monday")
    assert {column: both[column] for column in text} == pytest.approx(text, abs=0.5)
    assert len(both) > len(text)


def test_the_probability_follows_the_weights() -> None:
    found = hashed("closed")
    model = AutomaticTextModel(weights=[found.get(c, 0.0) for c in range(COLUMNS)], bias=-0.2, slope=4.0)
    assert model.probability("", "closed") > 0.9 > 0.5 > model.probability("", "open")


def test_weights_come_back_as_they_were_packed() -> None:
    weights = [(column % 7) / 8 for column in range(COLUMNS)]
    assert list(unpacked(packed(weights))) == weights
    assert weighed(unpacked(packed(weights)), {1: 1.0, 9: 2.0}) == 1 / 8 + 2 * 2 / 8


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "a" * 100_000, "é\u0301" * 5000, "？！" * 1000])
def test_any_text_has_a_length_of_one_or_nothing(text: str) -> None:
    values = hashed(text)
    assert sum(v * v for v in values.values()) == pytest.approx(1.0) or not values


def spoken(text: str, *, subject: str = "Re: seats", automatic: float = 0.97, **changes: object) -> str:
    return rule(a_case(message=a_message(text, subject=subject, automatic=automatic, **changes)), settings())


def test_such_a_text_goes_to_a_person_and_says_how_sure_that_is() -> None:
    assert spoken("Back on the 22nd.") == "The text reads as if a program had sent it (0.97 of 1)."
    assert spoken("Back on the 22nd.", automatic=0.6) == ""
    stricter = settings(thresholds={"automatic_text": 0.98})
    assert rule(a_case(message=a_message("Back on the 22nd.", automatic=0.97)), stricter) == ""


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Back on the 22nd. Which licence do I need?", {}),
        ("Back on the 22nd. Could you call me then.", {}),
        ("Your auto-reply says you answer within a day.", {}),
        ("We have received your request. The papers are attached.", {}),
        ("Back on the 22nd.", {"subject": "Fwd: seats"}),
        (
            "Name: Anna\nE-mail: anna@shop.example\nMessage: the export stops",
            {"sender": Address(email="noreply@site.example"), "reply_to": (Address(email="anna@shop.example"),)},
        ),
    ],
)
def test_people_who_want_something_are_none(text: str, changes: dict[str, object]) -> None:
    assert spoken(text, **changes) == ""


def test_the_examples_are_told_apart_by_one_label_each() -> None:
    lines = (Path(responder.__file__).parent / "data" / "automatic_texts.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    labels: dict[tuple[str, str], set[bool]] = {}
    for one in read:
        assert isinstance(one["auto"], bool) and one["auto"] == (one["kind"] != "person")
        labels.setdefault((one["subject"], one["text"]), set()).add(one["auto"])
    assert all(len(label) == 1 for label in labels.values())
    assert sum(one["auto"] for one in read) > 1000 < sum(not one["auto"] for one in read)
