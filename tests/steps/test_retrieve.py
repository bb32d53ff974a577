"""Where a draft's passages may come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from responder.domain import Case, Customer, Within
from responder.steps.retrieve import part_for
from tests.cases import a_case, a_mailbox, a_message, settings


def of_customer(*account: tuple[str, str]) -> Case:
    # a mail from another folder of the mailbox
    asked = a_case(message=a_message(mailbox="support/Junk"))
    return replace(asked, customer=Customer(email="ann@example.com", account=account))


@pytest.mark.parametrize(
    ("product", "column", "account", "products"),
    [
        ("", "", [("product", "shop")], ()),
        ("app", "", [("product", "shop")], ("app",)),
        ("app", "Product", [("product", "shop, app; till")], ("app", "shop", "till")),
        ("", "product", [("product", " ")], ()),
        ("", "product", [], ()),
    ],
)
def test_the_mailbox_and_the_account_say_which_products_are_searched(
    product: str, column: str, account: list[tuple[str, str]], products: tuple[str, ...]
):
    chosen = settings(mailbox=[a_mailbox(product=product)], knowledge={"product_column": column})
    assert part_for(of_customer(*account), chosen) == Within(products=products)
