"""Texts of people for files made of XML."""

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def xml_text(value: object) -> str:
    """The text without the signs that no XML file can hold."""
    return _NOT_IN_XML.sub("", str(value))
