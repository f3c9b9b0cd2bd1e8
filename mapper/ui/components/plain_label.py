"""Text for Streamlit's labels, which read Markdown: pictures in it would be fetched."""

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_WORD_JOINER = "\N{WORD JOINER}"


def plain_label(text: str) -> str:
    """The text as Markdown that shows it unchanged.

    Every sign of ASCII is escaped. Names of icons and emoji (`:smile:`) are looked for after
    that, in the text itself; an invisible sign after the colon keeps them from being found.
    """
    spaced = re.sub(r"\s+", " ", text)
    return _MARKUP.sub(r"\\\1", spaced).replace("\\:", f"\\:{_WORD_JOINER}")
