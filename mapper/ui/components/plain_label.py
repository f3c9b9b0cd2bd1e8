"""Text for Streamlit's labels, which read Markdown: pictures in it would be fetched."""

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_BEFORE_NAME = re.compile(r":(?=[\w+/-]+:)")
_WORD_JOINER = "\N{WORD JOINER}"


def plain_label(text: str) -> str:
    """The text as Markdown that shows it unchanged.

    Every sign of ASCII is escaped. Names of icons and emoji (`:smile:`) are looked for after
    that, in the text itself; an invisible sign after their first colon keeps them from being
    found. All other colons stay alone, so that a code such as `EPSG:25833` is copied as it is.
    """
    spaced = _BEFORE_NAME.sub(f":{_WORD_JOINER}", re.sub(r"\s+", " ", text))
    return _MARKUP.sub(r"\\\1", spaced)
