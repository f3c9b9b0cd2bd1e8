"""The fields of a round's result, and what to do about words that could not be stored."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n.fields import name_field, name_language
from mapper.markup import paragraphs
from mapper.services.published_results import ResultTexts
from mapper.services.round_results import TEXT_MOST, ResultDraft
from mapper.ui import widget_keys
from mapper.ui.components import planning_result_store as store
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context


def show_fields(slug: str, draft: ResultDraft, here: Context) -> ResultTexts:
    """Fields in the town's first language, those in others folded away; what they say."""
    _, languages = here.translator.gettext, here.profile.languages
    store.follow(slug, draft, languages)
    hint = _(
        "An empty line begins a new paragraph, “- ” at its beginning makes a line part of a list, "
        "[words](https://…) a link. At most {most} letters each."
    )
    most = here.translator.format_number(TEXT_MOST)
    found: dict[str, dict[str, str]] = {field: {} for field in store.FIELDS}
    for field in store.FIELDS:
        found[field][languages[0]] = _show_field(slug, field, languages[0], here)
    st.html(Markup('<p class="ik-help">{}</p>').format(hint.format(most=most)))
    for lang in languages[1:]:
        language = name_language(lang, here.translator)
        with st.expander(plain_label(_("{language} (optional)").format(language=language))):
            for field in store.FIELDS:
                found[field][lang] = _show_field(slug, field, lang, here)
    texts = ResultTexts(found["summaries"], found["next_steps"])
    store.note_typed(slug, texts)
    with st.container(key="planning_result_problem"):
        _show_problem(slug, draft, here)
    return texts


def _show_field(slug: str, field: str, lang: str, here: Context) -> str:
    """A field; its first value is given only while the state has none."""
    key = widget_keys.key_of(store.field_name(slug, field, lang))
    first = "" if key in st.session_state else store.first_value(slug, field, lang)
    several = len(here.profile.languages) > 1
    name = name_field(field, here.translator, lang if several else "")
    typed = st.text_area(
        name,
        value=first,
        key=key,
        height=220 if field == "summaries" else 160,
        on_change=widget_keys.hear(store.save, store.field_name(slug, field, lang)),
        args=(slug, here),
    )
    return str(typed or "")


def _show_problem(slug: str, draft: ResultDraft, here: Context) -> None:
    """Why something is not stored; where somebody was faster, what she wrote."""
    _ = here.translator.gettext
    kept = store.kept(slug)
    if kept is None:
        return
    if not kept.conflict:
        why = kept.why or _("What stands here is not saved yet.")
        st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(why))
        return
    sentence = _(
        "{who} changed this in the meantime. Nothing was overwritten, and what you typed is "
        "still here."
    )
    who = kept.by or _("Somebody else")
    st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(sentence.format(who=who)))
    with st.expander(plain_label(_("What is stored"))):
        for field in store.FIELDS:
            for lang, text in getattr(draft.texts, field).items():
                name = name_field(field, here.translator, lang)
                st.html(Markup("<h3>{}</h3>{}").format(name, paragraphs(text)))
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Put mine in its place"),
            key="planning_result_mine",
            on_click=store.save_over,
            args=(slug, draft.version, here, _("The draft is saved.")),
        )
        st.button(
            _("Show what is stored, give mine up"),
            key="planning_result_stored",
            on_click=store.give_up,
            args=(slug, draft, here.profile.languages),
        )


def show_left_over(here: Context) -> None:
    """After a session's end: what was typed and could not be stored, to be copied."""
    _ = here.translator.gettext
    texts = [
        text
        for kept in store.all_kept().values()
        for field in store.FIELDS
        for text in getattr(kept.texts, field).values()
        if text
    ]
    if not texts:
        return
    told = _("Your session has ended. This is not saved; copy it, sign in, and paste it:")
    body = Markup("").join(map(paragraphs, texts))
    st.html(Markup('<div class="ik-note" role="alert"><p>{}</p>{}</div>').format(told, body))
