"""Which conversation a mail joins, and whom an answer would reach."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.config import Settings, settings_from
from responder.domain import Address, Bounce, Fetched, Message
from responder.steps import thread

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
OURS = ("help@support.example",)
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def settings(**mailbox: object) -> Settings:
    server = {"host": "mail.support.example"}
    return settings_from(
        {
            "mailbox": [{"address": "help@support.example", "imap": server, "smtp": server, **mailbox}],
            "teams": {"support": {"inbox": "agents@support.example", "agents": ["@desk.example"]}},
        }
    )


def message(**fields: object) -> Message:
    plain = Message(
        raw_sha256="",
        fingerprint="",
        received_at=NOW,
        sender=Address(email="anna@shop.example"),
        message_id="<a@shop.example>",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


@given(number=st.integers(min_value=1, max_value=2**32 - 1), agent=st.booleans())
def test_a_ticket_address_is_read_back(number: int, agent: bool) -> None:
    address = thread.ticket_address(OURS[0], number, KEY, agent=agent)
    assert thread.ticket_in([address.upper()], OURS, KEY) == ((0, number) if agent else (number, 0))
    local = address.rpartition("@")[0]
    assert len(local) <= 64
    assert local == local.lower()


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.replace("+t5", "+t6"),
        lambda a: a.replace("+t", "+a"),
        lambda a: a.replace("help", "other"),
        lambda a: a.replace("support.example", "evil.example"),
        lambda a: a.replace(a[a.index("@") - 1 :], ("a" if a[a.index("@") - 1] != "a" else "b") + a[a.index("@") :]),
        lambda a: a.replace("@", "x@"),
        lambda a: a.replace(".", "", 1),
    ],
)
def test_a_changed_ticket_address_proves_nothing(change: object) -> None:
    address = thread.ticket_address(OURS[0], 5, KEY)
    assert thread.ticket_in([change(address)], OURS, KEY) == (0, 0)  # type: ignore[operator]


def test_a_token_of_another_installation_proves_nothing() -> None:
    assert thread.ticket_in([thread.ticket_address(OURS[0], 5, OTHER_KEY)], OURS, KEY) == (0, 0)


def test_a_local_part_without_room_stays_as_it_is() -> None:
    long = f"{'x' * 50}@support.example"
    assert thread.ticket_address(long, 5, KEY) == long


@pytest.mark.parametrize(("who", "agent_ticket"), [("bob@desk.example", 7), ("anna@shop.example", 0)])
def test_an_agents_token_counts_from_an_agent_only(who: str, agent_ticket: int) -> None:
    for place in ("to", "cc", "delivered_to"):
        address = thread.ticket_address(OURS[0], 7, KEY, agent=True)
        value: object = (address,) if place == "delivered_to" else (Address(email=address),)
        mail = message(sender=Address(email=who), **{place: value})
        arrival = thread.arrival_of(Fetched(uid=1, raw=b"x", received_at=NOW), mail, settings(), KEY)
        assert (arrival.ticket, arrival.agent_ticket) == (0, agent_ticket)


def test_a_customers_token_counts_from_anybody() -> None:
    mail = message(to=(Address(email=thread.ticket_address(OURS[0], 9, KEY)),))
    arrival = thread.arrival_of(Fetched(uid=3, raw=b"x", received_at=NOW), mail, settings(), KEY)
    assert (arrival.uid, arrival.raw, arrival.ticket, arrival.agent_ticket) == (3, b"x", 9, 0)


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Parcel", "Parcel"),
        ("RE : Parcel", "Parcel"),
        ("Re: AW: SV: Odp: Parcel", "Parcel"),
        ("Re[2]: Parcel", "Parcel"),
        ("RE(3): Parcel", "Parcel"),
        ("Antw: Pakket", "Pakket"),
        ("回复：包裹", "包裹"),
        ("답장: 소포", "소포"),
        ("Fwd: Re: Parcel (fwd)", "Parcel"),
        ("[fwd: Parcel]", "Parcel"),
        ("[EXTERNAL] Re: [shop] Parcel", "Parcel"),
        ("[Ticket#17]", "[Ticket#17]"),
        ("Re: [Ticket#17]", "[Ticket#17]"),
        ("Re:", "Re:"),
        ("Reparatur: Auto", "Reparatur: Auto"),
        ("Wgt: weight", "Wgt: weight"),
        ("Auto: Reifen", "Auto: Reifen"),
        ("  many   blanks ", "many blanks"),
        ("", ""),
    ],
)
def test_the_base_subject_is_what_the_customer_wrote(subject: str, base: str) -> None:
    assert thread.base_subject(subject) == base


@given(st.text(max_size=60))
def test_a_base_subject_is_never_lost_and_a_re_changes_nothing(subject: str) -> None:
    base = thread.base_subject(subject)
    assert bool(base) == bool(" ".join(subject.split()))
    assert thread.base_subject(f"Re: {subject}") in (base, "Re:")


def test_answers_and_forwards_are_told_apart() -> None:
    assert thread.is_reply_subject("[EXT] AW: Parcel")
    assert not thread.is_reply_subject("WG: Parcel")
    assert thread.is_forward_subject("WG: Parcel")
    assert not thread.is_forward_subject("Parcel: WG")


def test_a_message_id_is_the_same_after_a_crash_and_different_for_anything_else() -> None:
    one = thread.message_id_for(KEY, "reply", 5, domain="support.example")
    assert one == thread.message_id_for(KEY, "reply", 5, domain="support.example")
    others = {
        thread.message_id_for(KEY, "reply", 6, domain="support.example"),
        thread.message_id_for(KEY, "handoff", 5, domain="support.example"),
        thread.message_id_for(OTHER_KEY, "reply", 5, domain="support.example"),
        thread.message_id_for(KEY, "rep", "ly5", domain="support.example"),
    }
    assert one not in others
    assert len(others) == 4
    assert thread.is_our_id(one, ["support.example"])
    assert not thread.is_our_id(one, ["other.example"])
    assert not thread.is_our_id("<a@support.example>", ["support.example"])


def test_the_nearest_answered_mail_comes_first() -> None:
    mail = message(
        in_reply_to=("<3@x.example>",),
        references=("<1@x.example>", "<2@x.example>", "<3@x.example>"),
        headers=(("X-Microsoft-Original-Message-ID", "<0@x.example>"),),
    )
    assert thread.ids_answered(mail) == ("<3@x.example>", "<2@x.example>", "<1@x.example>", "<0@x.example>")


def test_a_bounce_answers_the_mail_that_it_returns() -> None:
    mail = message(in_reply_to=("<2@x.example>",), bounce=Bounce(original_message_id="<1@x.example>"))
    assert thread.ids_answered(mail) == ("<1@x.example>", "<2@x.example>")


def test_a_mail_never_answers_itself_and_thousands_of_ids_do_no_harm() -> None:
    many = tuple(f"<{n}@x.example>" for n in range(5000))
    mail = message(references=(*many, "<a@shop.example>"))
    assert len(thread.ids_answered(mail)) == 100
    assert "<a@shop.example>" not in thread.ids_answered(mail)


@pytest.mark.parametrize(
    ("sender", "reply_to", "answer"),
    [
        ("anna@shop.example", (), "anna@shop.example"),
        ("anna@shop.example", ("ANNA@shop.example",), "anna@shop.example"),
        ("anna@shop.example", ("orders@mail.shop.example",), "orders@mail.shop.example"),
        ("anna@shop.co.uk", ("bob@other.co.uk",), ""),
        ("anna@shop.example", ("anna@evil.example",), ""),
        ("anna@gmail.com", ("bob@gmail.com",), ""),
        ("anna@shop.example", ("anna@shop.example", "bob@shop.example"), ""),
        ("noreply@support.example", ("anna@gmail.com",), ""),
    ],
)
def test_an_answer_goes_to_the_author_or_to_nobody(sender: str, reply_to: tuple[str, ...], answer: str) -> None:
    mail = message(sender=Address(email=sender), reply_to=tuple(Address(email=a) for a in reply_to))
    assert thread.reply_address(mail, settings()) == answer


def test_without_an_author_a_person_decides() -> None:
    assert thread.reply_address(message(sender=None, reply_to=(Address(email="anna@shop.example"),)), settings()) == ""


def test_a_web_form_is_answered_at_the_customers_address() -> None:
    form = message(sender=Address(email="noreply@support.example"), reply_to=(Address(email="anna@gmail.com"),))
    assert thread.reply_address(form, settings(web_form_senders=("noreply@support.example",))) == "anna@gmail.com"


def test_a_group_of_ours_that_took_the_authors_place_is_answered_at_the_customers_address() -> None:
    mail = message(
        sender=Address(email="help@support.example", name="Anna via Help"),
        reply_to=(Address(email="anna@gmail.com"),),
        headers=(("List-ID", "<help.support.example>"),),
    )
    assert thread.reply_address(mail, settings(own_list_ids=("help.support.example",))) == "anna@gmail.com"
    assert thread.reply_address(mail, settings()) == ""
