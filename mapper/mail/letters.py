"""The letters there are, in the reader's language."""

import textwrap
from collections.abc import Callable
from datetime import datetime

from mapper.i18n import Translator
from mapper.mail.letter import Letter

_WIDTH = 72

LinkLetter = Callable[[Translator, str, str, str, str, datetime], Letter]
"""A letter that brings a link: town's name, reader's name, address, link, until when."""


def invitation(
    translator: Translator,
    town_name: str,
    display_name: str,
    to: str,
    url: str,
    valid_until: datetime,
) -> Letter:
    """The link by which somebody chooses her first password."""
    _ = translator.gettext
    return Letter(
        to,
        _("Your account for the ideas of {town}").format(town=town_name),
        write(
            _("Good day {name},").format(name=display_name),
            _(
                "you have been given an account to work with the ideas that people enter on the "
                "map of {town}. Please open this link and choose a password:"
            ).format(town=town_name),
            url,
            _valid(translator, valid_until),
            _("If you do not know what this is about, please ignore this letter."),
        ),
    )


def reset(
    translator: Translator,
    town_name: str,
    display_name: str,
    to: str,
    url: str,
    valid_until: datetime,
) -> Letter:
    """The link by which somebody chooses a new password."""
    _ = translator.gettext
    return Letter(
        to,
        _("A new password for the ideas of {town}").format(town=town_name),
        write(
            _("Good day {name},").format(name=display_name),
            _("with this link you can choose a new password:"),
            url,
            _valid(translator, valid_until),
            _(
                "If you have not asked for it, please ignore this letter: your password stays as "
                "it is."
            ),
        ),
    )


def _valid(translator: Translator, until: datetime) -> str:
    _ = translator.gettext
    moment = translator.format_datetime(until)
    return _("The link works once, until {moment}.").format(moment=moment)


def write(*paragraphs: str) -> str:
    """Paragraphs as the text of a letter; a line that begins with "- " or http stays a line."""
    return "\n\n".join(map(_wrap, paragraphs)) + "\n"


def _wrap(paragraph: str) -> str:
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in paragraph.splitlines()
    )
