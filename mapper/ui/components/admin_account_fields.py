"""The fields of an account."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Limits, Role
from mapper.i18n.fields import name_field
from mapper.i18n.roles import ROLE_NAMES, ROLE_SENTENCES
from mapper.mapview.citizen_map import in_language
from mapper.services.accounts import AccountChange, ListedAccount, NewAccount
from mapper.ui import cache
from mapper.ui.components.admin_form import Form


class AccountForm:
    """The widgets of an account's fields, and what they hold; `now` is None for a new one."""

    def __init__(self, form: Form, now: ListedAccount | None) -> None:
        words = form.here.translator
        _ = words.gettext
        self._login = now.login if now else ""
        left, right = st.columns(2)
        with left:
            name = now.display_name if now else ""
            self._name = form.line(_("Name, as colleagues know it"), "name", name)
        with right:
            email = (now.email or "") if now else ""
            self._email = form.line(_("E-mail address (optional)"), "email", email)
        if now is None:
            self._login = form.line(_("Login, such as a.beispiel"), "login")
        st.html(Markup('<p class="ik-legend-of">{}</p>').format(_("What this person may do")))
        roles = now.roles if now else frozenset[Role]()
        self._roles = frozenset(role for role in Role if self._role(form, role, role in roles))
        required = now.second_factor_required if now else False
        self._second_factor = form.tick(
            _("Signs in with a second factor always"), "second_factor", required
        )
        self._limits = _limits(form, now.limits if now else Limits())

    def read(self) -> AccountChange:
        """What was typed, as a change."""
        return AccountChange(
            self._name, self._email or None, self._roles, self._limits, self._second_factor
        )

    def read_new(self) -> NewAccount:
        """What was typed, as a new account."""
        return NewAccount(
            login=self._login.strip(),
            display_name=self._name,
            roles=self._roles,
            email=self._email or None,
            limits=self._limits,
            second_factor_required=self._second_factor,
        )

    @staticmethod
    def _role(form: Form, role: Role, given: bool) -> bool:
        _ = form.here.translator.gettext
        label = f"{_(ROLE_NAMES[role])}: {_(ROLE_SENTENCES[role])}"
        return form.tick(label, f"role_{role}", given)


def _limits(form: Form, now: Limits) -> Limits:
    """Three lists; what the account is limited to stays offered, also when it is gone."""
    here, words = form.here, form.here.translator
    _ = words.gettext
    choices = cache.choices(here)
    note = _("Where somebody may work. Left empty, there is no limit.")
    st.html(Markup('<p class="ik-legend-of">{}</p>').format(note))
    offered = {
        "municipalities": {one.key: one.name for one in choices.municipalities},
        "rounds": {
            one.slug: in_language(one.titles, words.lang) or one.slug for one in choices.rounds
        },
        "action_fields": {
            one.key: in_language(one.titles, words.lang) or one.key for one in choices.action_fields
        },
    }
    chosen = {}
    for field, options in offered.items():
        given: tuple[str, ...] = getattr(now, field)
        known = {**options, **{key: key for key in given if key not in options}}
        chosen[field] = form.several(name_field(field, words), field, known, given, _("all"))
    return Limits(**chosen)
