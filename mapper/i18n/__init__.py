"""What people read: messages, numbers and dates in their language."""

from mapper.i18n.language import choose_language
from mapper.i18n.translator import N_, Translator, get_translator

__all__ = ["N_", "Translator", "choose_language", "get_translator"]
