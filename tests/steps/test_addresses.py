"""Who a mail is from and to: read strictly, and doubt is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.steps.addresses import read_addresses, two_readings


def emails(field: str) -> list[str]:
    return [address.email for address in read_addresses(field).addresses]


@pytest.mark.parametrize(
    ("field", "name", "email"),
    [
        ("Jane Doe <jane@example.net>", "Jane Doe", "jane@example.net"),
        ('"Doe, Jane" <jane@example.net>', "Doe, Jane", "jane@example.net"),
        ("Doe, Jane <jane@example.net>", "Doe, Jane", "jane@example.net"),
        ("jane@example.net (Jane Doe)", "Jane Doe", "jane@example.net"),
        ('"Jane \\"JD\\" Doe" <jane@example.net>', 'Jane "JD" Doe', "jane@example.net"),
        ("Jane [Sales] <jane@Example.NET>", "Jane [Sales]", "jane@example.net"),
        ("'jane@example.net' <jane@example.net>", "jane@example.net", "jane@example.net"),
        ("jane @ example . net", "", "jane@example.net"),
        ('"jane doe"@example.net', "", '"jane doe"@example.net'),
        ("<@relay.example:jane@example.net>", "", "jane@example.net"),
        ("jane@[192.0.2.1]", "", "jane@[192.0.2.1]"),
        ("Jürgen <jürgen@bücher.example>", "Jürgen", "jürgen@bücher.example"),
        ("jane@example.net (a (nested) comment)", "a (nested) comment", "jane@example.net"),
    ],
)
def test_one_mailbox_is_read(field: str, name: str, email: str) -> None:
    (address,) = read_addresses(field).addresses
    assert (address.name, address.email) == (name, email)


@pytest.mark.parametrize(
    "field", ["Kim Doe kim@acme.example", "kim@acme.example Kim Doe", "Kim Doe <mailto:kim@acme.example>"]
)
def test_what_is_meant_is_shown_and_said_to_be_wrong(field: str) -> None:
    read = read_addresses(field)
    assert [(a.name, a.email) for a in read.addresses] == [("Kim Doe", "kim@acme.example")] and read.problems


@pytest.mark.parametrize(
    "field", ["", '"', "<", "Jane", "a@b@c.example", "<jane>", "jane@", "@example.net", "jane@exa mple.net x"]
)
def test_what_is_no_address_is_none(field: str) -> None:
    assert emails(field) == []


def test_a_group_is_recognised_and_its_members_are_read() -> None:
    read = read_addresses("Team: a@example.net, b@example.net; c@example.net")
    assert read.groups and [a.email for a in read.addresses] == ["a@example.net", "b@example.net", "c@example.net"]
    assert read_addresses("undisclosed-recipients:;").addresses == ()


def test_structure_is_found_before_encoded_words_are_decoded() -> None:
    read = read_addresses(
        "=?utf-8?q?x?= <jane@example.net>", decode=lambda words: "ceo@example.com>, <evil@example.org"
    )
    assert [a.email for a in read.addresses] == ["jane@example.net"]


@pytest.mark.parametrize("field", ["<=?utf-8?q?jane?=@example.net>", "=?utf-8?q?jane?=@example.net"])
def test_an_encoded_word_inside_an_address_makes_it_none(field: str) -> None:
    assert emails(field) == []


@pytest.mark.parametrize(
    "field", ["ceo@example.com <jane@example.net>", "<@a.example,@b.example:jane@example.net>", "a@b@c.example"]
)
def test_a_field_that_two_parsers_read_differently_is_noticed(field: str) -> None:
    assert two_readings(field, read_addresses(field))


@pytest.mark.parametrize(
    "field", ["Jane <jane@example.net>", "Doe, Jane <jane@example.net>", "jane@example.net <Jane@example.net>", "", '"']
)
def test_an_ordinary_field_has_one_reading(field: str) -> None:
    assert not two_readings(field, read_addresses(field))


@given(st.text(alphabet='ab@.,;:<>()[]"\\ \t=?é', max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_out_is_an_address(field: str) -> None:
    for address in read_addresses(field).addresses:
        assert "@" in address.email and not set(address.email.rpartition("@")[2]) & set(' <>(),;:"\\@')
