"""The form an answer is written in: fields, templates, and what citizens will read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from mapper.domain.answers import ANSWER_LENGTH, LINK_LENGTH, Answer, clean_paper_link
from mapper.domain.berlin import today
from mapper.domain.statuses import ResponseStatus
from mapper.errors import InvalidFieldError, MapperError
from mapper.i18n import get_translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.mapview.citizen_map import in_language
from mapper.markup import link
from mapper.planning.period import parse_day, write_day
from mapper.services.answers import OfficeChoice, PublicAnswer
from mapper.services.text_blocks import OfferedText
from mapper.ui import widget_keys
from mapper.ui.answers import timeline
from mapper.ui.components import answer_drafts as drafts
from mapper.ui.context import Context

_DEFECT = "defect"
_FORWARDED = "forwarded"
_PENDING = "template_text"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One form: whose draft it holds (`scope`), what it offers, and what it begins with."""

    here: Context
    scope: str
    version: int | None
    statuses: Sequence[ResponseStatus]
    offices: tuple[OfficeChoice, ...]
    templates: tuple[OfferedText, ...]
    first: Answer

    def show_fields(self) -> None:
        """Every field, in the order a letter is written."""
        _ = self.here.translator.gettext
        self._menu("status", _("Response status"), self._status_names(), self.first.status.value)
        self._line("decided_on", _("Day of the decision (day.month.year)"), self._first_day(), 12)
        self._show_templates()
        st.text_area(
            _("Answer"),
            key=drafts.show_value(self.scope, "body", self.first.body),
            max_chars=ANSWER_LENGTH[1],
            height=180,
            on_change=drafts.keeping(self.scope, "body", self.version),
        )
        self._menu("office", _("Responsible office"), self._office_names(), self.first.office or "")
        self._show_hand_over()
        self._line("paper", _("Link to a council paper"), self.first.paper_url, LINK_LENGTH)
        readers = {
            "public": _("everyone"),
            "internal": _("only the administration"),
        }
        st.radio(
            _("Who reads text, office and link?"),
            list(readers),
            format_func=readers.__getitem__,
            key=drafts.show_value(
                self.scope, "readers", "public" if self.first.public else "internal", list(readers)
            ),
            horizontal=True,
            on_change=drafts.keeping(self.scope, "readers", self.version),
        )

    def show_preview(self) -> None:
        """What citizens will read, as they will see it."""
        _ = self.here.translator.gettext
        st.html(Markup('<h3 class="ik-preview-name">{}</h3>').format(_("What citizens will read")))
        try:
            answer = self.read()
        except MapperError:
            # The day or the link is still being written: the rest is shown as it stands.
            answer = self._read(self.first.decided_on, "")
        shown = PublicAnswer(
            answer.status,
            answer.decided_on or today(),
            (answer.body.strip() or None) if answer.public else None,
            self._office_name(answer.office) if answer.public else None,
            answer.paper_url or None if answer.public else None,
        )
        if answer.public:
            entry = timeline([shown], self.here.translator)
        else:
            words = label(RESPONSE_STATUSES, answer.status, self.here.translator)
            sentence = _("Everyone sees the status “{status}”, and nothing else of this answer.")
            entry = Markup("<p>{}</p>").format(sentence.format(status=words))
        st.html(Markup('<div class="ik-preview">{}</div>').format(entry))

    def read(self) -> Answer:
        """The answer as it stands in the form.

        Raises
        ------
        InvalidFieldError
            The day is none, or the link cannot be one.
        """
        written = self._value("decided_on", self._first_day())
        try:
            day = parse_day(written)
        except ValueError:
            raise InvalidFieldError("day", "a day of the calendar", written) from None
        return self._read(day, clean_paper_link(self._value("paper", self.first.paper_url)) or "")

    def _read(self, day: date | None, paper: str) -> Answer:
        return Answer(
            status=ResponseStatus(self._value("status", self.first.status.value)),
            body=self._value("body", self.first.body),
            decided_on=day,
            office=self._value("office", self.first.office or "") or None,
            paper_url=paper,
            public=self._value("readers", "public" if self.first.public else "internal")
            == "public",
        )

    def _value(self, field: str, default: str) -> str:
        return str(drafts.shown(self.scope, field, default))

    def _first_day(self) -> str:
        return write_day(self.first.decided_on or today(), self.here.translator)

    def _line(self, field: str, name: str, default: str, most: int) -> None:
        st.text_input(
            name,
            key=drafts.show_value(self.scope, field, default),
            max_chars=most,
            on_change=drafts.keeping(self.scope, field, self.version),
        )

    def _menu(self, field: str, name: str, options: dict[str, str], default: str) -> None:
        st.selectbox(
            name,
            list(options),
            format_func=lambda one: options.get(one, one),
            key=drafts.show_value(self.scope, field, default, list(options)),
            on_change=drafts.keeping(self.scope, field, self.version),
        )

    def _status_names(self) -> dict[str, str]:
        words = self.here.translator
        return {one.value: label(RESPONSE_STATUSES, one, words) for one in self.statuses}

    def _office_names(self) -> dict[str, str]:
        _ = self.here.translator.gettext
        outside = _("{office} (outside the town)")
        names = {"": _("none named")}
        if self.first.office and not any(one.key == self.first.office for one in self.offices):
            names[self.first.office] = self.first.office
        for one in self.offices:
            names[one.key] = outside.format(office=one.name) if one.outside else one.name
        return names

    def _office_name(self, key: str | None) -> str | None:
        return next((one.name for one in self.offices if one.key == key), key)

    def _show_hand_over(self) -> None:
        """An office outside the town was chosen: passing it on is one press from here."""
        _ = self.here.translator.gettext
        key = self._value("office", self.first.office or "")
        outside = any(one.outside and one.key == key for one in self.offices)
        status = self._value("status", self.first.status.value)
        if not outside or status == _FORWARDED or ResponseStatus.FORWARDED not in self.statuses:
            return
        st.button(
            _("Hand over: set the status to “forwarded”"),
            key=drafts.widget_name(self.scope, "hand_over"),
            on_click=self._hand_over,
        )

    def _hand_over(self) -> None:
        values = {"status": _FORWARDED, "readers": "public"}
        body = self._value("body", self.first.body)
        if not body.strip():
            values["body"] = self._texts().get(_FORWARDED, ("", ""))[1]
        drafts.put(self.scope, values, self.version)

    def _texts(self) -> dict[str, tuple[str, str]]:
        """Title and words of each template, the words in the town's own language."""
        reader, town = self.here.lang, self.here.profile
        texts = {
            one.key: (in_language(one.titles, reader), in_language(one.bodies, town.languages[0]))
            for one in self.templates
        }
        if town.defects_url:
            said = get_translator(town.languages[0], town.address).gettext(
                "Thank you for your message. This is a defect. It is mended fastest when you "
                "report it here: {address}"
            )
            title = self.here.translator.gettext("A defect, not an idea")
            texts[_DEFECT] = (title, said.format(address=town.defects_url))
        return texts

    def _show_templates(self) -> None:
        _ = self.here.translator.gettext
        texts = self._texts()
        if not texts:
            return
        names = {"": _("none"), **{key: title for key, (title, _body) in texts.items()}}
        st.selectbox(
            _("Template"),
            list(names),
            format_func=lambda key: names.get(key, key),
            key=drafts.show_value(self.scope, "template", "", list(names)),
            on_change=widget_keys.hear(
                self._template_chosen, drafts.widget_name(self.scope, "template")
            ),
        )
        waiting = drafts.draft(self.scope).get(_PENDING)
        if waiting:
            with st.container(key=drafts.widget_name(self.scope, "replace")):
                sentence = _("There is a text already. Put the template in its place?")
                st.html(Markup('<p role="status">{}</p>').format(sentence))
                with st.container(horizontal=True):
                    self._choice(_("Replace the text"), "yes", {"body": waiting, _PENDING: ""})
                    self._choice(_("Keep the text"), "no", {"template": "", _PENDING: ""})

    def _choice(self, name: str, key: str, values: dict[str, object]) -> None:
        st.button(
            name,
            key=drafts.widget_name(self.scope, f"replace_{key}"),
            on_click=drafts.put,
            args=(self.scope, values, self.version),
        )

    def _template_chosen(self) -> None:
        drafts.keep(self.scope, "template", self.version)
        text = self._texts().get(self._value("template", ""), ("", ""))[1]
        body = self._value("body", self.first.body).strip()
        fits = (
            not body or body == text.strip() or body in {one for _, one in self._texts().values()}
        )
        if text:
            drafts.put(self.scope, {"body": text} if fits else {_PENDING: text}, self.version)

    def show_other_ways(self) -> None:
        """Where a defect belongs, and who else may answer."""
        _ = self.here.translator.gettext
        address = self.here.profile.defects_url
        assign = _("A colleague should answer? Assign the idea to her or him.")
        parts = [Markup("<p>{}</p>").format(assign)]
        if address:
            host = urlsplit(address).hostname or address
            there = link(address, host, class_="ik-link", rel="external noopener noreferrer")
            question = _("A defect, such as a broken lamp? It belongs here:")
            template = _("There is a template for the answer.")
            parts.append(Markup("<p>{} {}. {}</p>").format(question, there, template))
        st.html(Markup('<div class="ik-ways">{}</div>').format(Markup("").join(parts)))


def show_said(scope: str) -> None:
    """The sentence that was left when the form was sent."""
    notice = drafts.said(scope)
    if notice:
        sentence, wrong = notice
        kind = "ik-notice" if wrong else "ik-done"
        role = "alert" if wrong else "status"
        st.html(Markup('<div class="{}" role="{}"><p>{}</p></div>').format(kind, role, sentence))
