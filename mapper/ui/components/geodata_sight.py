"""Who sees something on the map, and from how close up: asked of layers and map services alike."""

from collections.abc import Mapping

from mapper.domain.roles import Role
from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.i18n.labels import label, translate_labels
from mapper.i18n.roles import ROLE_NAMES
from mapper.ui.components.admin_form import Form

ZOOM_NAMES: Mapping[int, str] = {
    0: N_("always"),
    10: N_("from the view of the whole area"),
    11: N_("from the view of several districts"),
    13: N_("from the view of one district"),
    15: N_("from the view of streets"),
    17: N_("from the view of houses"),
}
_EVERYONE, _SOME, _NOBODY = "everyone", "some", "nobody"


def ask_sight(form: Form, public: bool, roles: tuple[Role, ...]) -> tuple[bool, tuple[Role, ...]]:
    """Whether everyone sees it, else the staff who do; GIS staff always do."""
    words = form.here.translator
    _ = words.gettext
    sights = {
        _EVERYONE: _("everyone"),
        _SOME: _("only staff with certain roles"),
        _NOBODY: _("nobody but GIS staff"),
    }
    kept = _EVERYONE if public else _SOME if roles else _NOBODY
    sight = form.choice(_("Who sees it"), "sight", sights, kept)
    if sight != _SOME:
        return sight == _EVERYONE, ()
    names = {role: name for role, name in ROLE_NAMES.items() if role != Role.GIS}
    chosen = form.several(
        name_field("roles", words),
        "roles",
        translate_labels(names, words),
        [role.value for role in roles],
        _("GIS staff only"),
    )
    return False, tuple(Role(role) for role in chosen)


def ask_zoom(form: Form, now: int) -> int:
    """From which zoom on it is shown."""
    words = form.here.translator
    known = {str(zoom): words.gettext(name) for zoom, name in ZOOM_NAMES.items()}
    if now not in ZOOM_NAMES:
        known[str(now)] = words.gettext("from scale level {zoom}").format(zoom=now)
    return int(form.choice(name_field("min_zoom", words), "zoom", known, str(now)))


def name_sight(public: bool, roles: tuple[Role, ...], words: Translator) -> str:
    """Who sees it, where that is not everyone."""
    if public:
        return ""
    names: Mapping[str, str] = ROLE_NAMES
    told = ", ".join(label(names, role, words) for role in roles)
    if not told:
        return words.gettext("for GIS staff only")
    return words.gettext("for {roles} only").format(roles=told)
