"""Decisions about texts and fields: encoding, names, kinds, titles, coordinates of a table."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import EncodingFinding, FieldInfo, ImportOptions, ImportReport
from mapper.i18n.imports import ENCODING_SOURCES
from mapper.i18n.labels import label
from mapper.ui.components.admin_form import Form
from mapper.ui.components.plain_label import plain_label

_NONE = ""
_ENCODINGS = ("UTF-8", "cp1252", "ISO-8859-1", "cp850", "ISO-8859-15", "cp437")
_MOST_RENAMED = 60


def ask_encoding(
    form: Form, options: ImportOptions, found: EncodingFinding | None
) -> ImportOptions:
    """How texts are read, with words that show whether it is right."""
    _ = form.here.translator.gettext
    if found and found.source == "format":
        return options
    now = options.encoding or _NONE
    offered = {_NONE: _as_found(form, found)}
    more = [*(found.alternatives if found else ()), *_ENCODINGS, *([now] if now else [])]
    used = found.encoding if found else ""
    offered |= {name: name for name in more if name.lower() != used.lower() or name == now}
    chosen = form.choice(_("Encoding of texts"), "encoding", offered, now)
    if found and found.umlauts:
        words = ", ".join(found.umlauts[:8])
        note = _("Read so: {words}").format(words=words)
        st.html(Markup('<p class="ik-quiet">{}</p>').format(note))
    return replace(options, encoding=chosen or None)


def ask_coordinates(form: Form, options: ImportOptions, report: ImportReport) -> ImportOptions:
    """Which columns of a table hold coordinates."""
    _ = form.here.translator.gettext
    columns = {one.name: one.title or one.name for one in report.fields}
    if not columns:
        return options
    left, right = st.columns(2)
    with left:
        x_field = form.choice(_("East or longitude"), "x_field", columns, options.x_field or "")
    with right:
        y_field = form.choice(_("North or latitude"), "y_field", columns, options.y_field or "")
    return replace(options, x_field=x_field, y_field=y_field)


def ask_fields(form: Form, options: ImportOptions, report: ImportReport) -> ImportOptions:
    """Which fields mean what, and what they are called."""
    _ = form.here.translator.gettext
    if not report.fields:
        return options
    fields = _offer(report.fields, _("none"))
    now = options.name_field or report.name_field or _NONE
    name = form.choice(_("Field with the names of the objects"), "name_field", fields, now)
    left, right = st.columns(2)
    with left:
        kind_now = options.kind_field or _NONE
        kind = form.choice(_("Field with their kind"), "kind_field", fields, kind_now)
    with right:
        same_now = options.identity_field or _NONE
        same = form.choice(
            _("Field that tells objects apart from version to version"),
            "identity",
            fields,
            same_now,
        )
    return replace(
        options,
        name_field=name or None,
        kind_field=kind or None,
        identity_field=same or None,
        renames=_ask_titles(form, options, report.fields),
    )


def _ask_titles(form: Form, options: ImportOptions, fields: Sequence[FieldInfo]) -> dict[str, str]:
    """Shapefiles know ten letters: here each field gets a title that people understand."""
    _ = form.here.translator.gettext
    heading = _("Titles of the fields, as people read them")
    given = dict(options.renames)
    with st.expander(plain_label(heading)):
        columns = st.columns(2)
        for at, one in enumerate(fields[:_MOST_RENAMED]):
            with columns[at % 2]:
                now = options.renames.get(one.name, one.title or one.name)
                title = form.line(plain_label(one.name), f"title_{at}_{one.name}", now).strip()
            if title and title != one.name:
                given[one.name] = title
            else:
                given.pop(one.name, None)
    return given


def _offer(fields: Sequence[FieldInfo], none: str) -> dict[str, str]:
    return {_NONE: none, **{one.name: _with_examples(one) for one in fields}}


def _with_examples(one: FieldInfo) -> str:
    name = one.name if one.title in ("", one.name) else f"{one.title} ({one.name})"
    examples = ", ".join(one.examples[:3])
    return f"{name}: {examples}" if examples else name


def _as_found(form: Form, found: EncodingFinding | None) -> str:
    words = form.here.translator
    if found is None:
        return words.gettext("as the file says")
    source = label(ENCODING_SOURCES, found.source, words)
    return f"{found.encoding} ({source})"
