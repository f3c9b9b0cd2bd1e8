"""The address of the moderation desk."""

import pytest

from mapper.domain.roles import Actor, Right
from mapper.services.queue import Queue, Whose
from mapper.ui.components.moderation_address import Wanted, link_to, read_address, write_address

MODERATOR = Actor("m", "M", frozenset({Right.MODERATE, Right.RESPOND}))
PLANNER = Actor("p", "P", frozenset({Right.RESPOND}))


@pytest.mark.parametrize(
    ("query", "usable"),
    [
        ({}, True),
        (
            {"queue": "reported", "page": "2", "mine": "mine", "id": "23456789a", "keys": "off"},
            True,
        ),
        ({"queue": "closed", "id": " 23456789A "}, True),
        ({"queue": "nix"}, False),
        ({"mine": "'; drop table proposal"}, False),
        ({"id": "<b>"}, False),
        ({"page": "-1"}, True),
    ],
)
def test_an_address_is_read_as_far_as_it_can_be(query: dict[str, str], usable: bool) -> None:
    wanted, could = read_address(query, MODERATOR)

    assert could is usable
    assert read_address(write_address(wanted), MODERATOR) == (wanted, True)


def test_an_address_offers_nobody_more_than_her_lists() -> None:
    assert read_address({"queue": "waiting"}, PLANNER) == (Wanted(Queue.OVERDUE), False)
    link = link_to(Wanted(Queue.CLOSED, "23456789a"), {"lang": "en"}, whose=Whose.MINE, number=None)
    assert link == "/moderation?queue=closed&mine=mine&lang=en"
