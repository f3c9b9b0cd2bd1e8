"""How an import differs from the version in use, in words and numbers."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import Difference
from mapper.i18n import Translator
from mapper.i18n.imports import CHANGES, MATCHED_BY
from mapper.i18n.labels import label
from mapper.markup import items, join, text
from mapper.services.import_jobs import Import
from mapper.ui.context import Context

_M2_PER_HA = 10_000
_MOST_NAMED = 5


def show_difference(here: Context, one: Import) -> None:
    """What would be added, removed and changed; or that it is the first version."""
    _ = here.translator.gettext
    heading = _("Compared with what is shown now")
    if one.difference is None:
        body = Markup("<p>{}</p>").format(_("Nothing is shown of this layer so far."))
    else:
        body = _difference(one.difference, here.translator)
    st.html(Markup("<h4>{}</h4>{}").format(heading, body))


def _difference(found: Difference, words: Translator) -> Markup:
    numbers = {name: int(getattr(found, name)) for name in CHANGES}
    rows = [
        Markup("<strong>{}</strong> {}{}").format(
            words.format_number(number), label(CHANGES, name, words), _names(found, name)
        )
        for name, number in numbers.items()
        if number or name in ("added", "removed")
    ]
    sentences = (
        [words.gettext(MATCHED_BY[found.matched_by])] if found.matched_by in MATCHED_BY else []
    )
    if found.area_before or found.area_after:
        sentences.append(_areas(found, words))
    notes = join(Markup('<p class="ik-quiet">{}</p>').format(one) for one in sentences)
    return items(rows, class_="ik-changes") + notes


def _names(found: Difference, change: str) -> Markup:
    names = [name for name in found.examples.get(change, ()) if name][:_MOST_NAMED]
    return (
        Markup(": {}").format(join([Markup(", ").join(map(text, names))])) if names else Markup("")
    )


def _areas(found: Difference, words: Translator) -> str:
    before, after = (
        words.format_number(round(area / _M2_PER_HA, 1))
        for area in (found.area_before, found.area_after)
    )
    if before == after:
        return words.gettext("Area: {after} ha, as before.").format(after=after)
    change = (found.area_after - found.area_before) / _M2_PER_HA
    sign = "+" if change > 0 else ""
    sentence = words.gettext("Area: {before} ha before, {after} ha after ({change} ha).")
    return sentence.format(
        before=before, after=after, change=sign + words.format_number(round(change, 1))
    )
