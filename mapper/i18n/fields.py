"""Names of fields as people read them, in sentences and in the record of changes."""

from collections.abc import Mapping

from mapper.i18n.translator import N_, Translator

FIELD_NAMES: Mapping[str, str] = {
    # Ideas
    "title": N_("Title"),
    "body": N_("Text"),
    "display_name": N_("Name"),
    "action_field": N_("Action field"),
    "round": N_("Round"),
    "place": N_("Place"),
    "place_certainty": N_("Kind of place"),
    "public_precision": N_("Accuracy of the place"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
    "district": N_("District"),
    "municipality": N_("Municipality"),
    "moderation_status": N_("Release"),
    "status_reason": N_("Reason"),
    "response_status": N_("Response status"),
    "decided_on": N_("Day of the decision"),
    "answer": N_("Answer"),
    "office": N_("Responsible office"),
    "council_paper_url": N_("Council paper"),
    "public": N_("Public"),
    "remark": N_("Internal remark"),
    "assigned_to": N_("Assigned to"),
    "channel": N_("Channel"),
    "email": N_("E-mail address"),
    # Accounts
    "login": N_("Login"),
    "roles": N_("Roles"),
    "municipalities": N_("Municipalities"),
    "rounds": N_("Rounds"),
    "action_fields": N_("Themes"),
    "demo": N_("For trying out"),
    "oidc": N_("OpenID Connect"),
    "oidc_subject": N_("Person at the sign-in service"),
    "second_factor": N_("Second factor"),
    "second_factor_required": N_("Second factor required"),
    "invitation": N_("Invitation"),
    "reset": N_("Password reset"),
    "password": N_("Password"),
    "totp": N_("Code of the app"),
    "recovery_code": N_("Recovery code"),
    "deputy": N_("Deputy"),
    "away_until": N_("Away until"),
    "digest": N_("Weekly e-mail"),
    "disabled": N_("Disabled"),
    "sessions": N_("Sessions"),
    # Rounds, themes, text blocks, offices, legal texts
    "slug": N_("Short name"),
    "titles": N_("Title"),
    "questions": N_("Question"),
    "intros": N_("Introduction"),
    "summaries": N_("What came out"),
    "next_steps": N_("What happens next"),
    "bodies": N_("Text"),
    "opens": N_("First day"),
    "closes": N_("Last day"),
    "area": N_("Area"),
    "address": N_("Form of address"),
    "comments": N_("Comments"),
    "moderation": N_("Release"),
    "colour": N_("Colour"),
    "symbol": N_("Symbol"),
    "fill_opacity": N_("Filling"),
    "line_width": N_("Width of lines"),
    "dash": N_("Kind of line"),
    "label_field": N_("Names on the map"),
    "by_kind": N_("A colour for each kind"),
    "min_zoom": N_("Shown from"),
    "position": N_("Order"),
    "active": N_("Active"),
    "kind": N_("Kind"),
    "name": N_("Name"),
    "outside": N_("Outside the town"),
    "page_text": N_("Text"),
    "filters": N_("Filters"),
    "query": N_("Filters and display"),
    "shared": N_("Shared with colleagues"),
    # Other servers' maps
    "url": N_("Web address"),
    "layer": N_("Map of the service"),
    "attribution": N_("Attribution"),
    "licence": N_("Licence"),
    "opacity": N_("Opacity"),
    # Imports
    "file_name": N_("File"),
    "version": N_("Version"),
}
_LANGUAGES: Mapping[str, str] = {"de": N_("German"), "en": N_("English")}


def name_field(field: str, translator: Translator, lang: str = "") -> str:
    """The field's name; of a text in one of several languages with the language's.

    Parameters
    ----------
    field
        A key of the code; `titles.de` says the language itself.
    """
    base, _, own = field.partition(".")
    name = translator.gettext(FIELD_NAMES.get(base, base.replace("_", " ")))
    lang = lang or own
    if not lang:
        return name
    return f"{name} ({name_language(lang, translator)})"


def name_language(lang: str, translator: Translator) -> str:
    """A language's name in the reader's language."""
    return translator.gettext(_LANGUAGES.get(lang, lang))
