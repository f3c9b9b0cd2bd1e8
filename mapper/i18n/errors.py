"""Why something was refused, in the reader's language."""

from collections.abc import Mapping

from mapper.errors import REASONS, MapperError
from mapper.i18n.fields import name_field
from mapper.i18n.translator import N_, Translator

_BY_CODE: Mapping[str, str] = {
    "refused": N_("This is not possible at present."),
    "settings": N_("The application is not set up correctly. Please tell its operator."),
    "profile": N_("The application is not set up correctly. Please tell its operator."),
    "database_setup": N_("The application is not set up correctly. Please tell its operator."),
    "dataset": N_("The map's contents cannot be loaded. Please tell the operator."),
    "schematic": N_("The map's contents cannot be loaded. Please tell the operator."),
    "import_refused": N_("This file cannot be imported."),
    "picture_away": N_("The other server gives no picture just now. Please try again later."),
    "import_cancelled": N_("The import was cancelled. Nothing was changed."),
    "disk_full": N_("Nothing can be stored just now. Please try again later."),
    "invalid_field": N_("The value of “{parameter}” cannot be used. Please check it."),
    "outside_area": N_("This place is not in {municipalities}. Please choose a place inside."),
    "round_closed": N_("This round takes no ideas at present."),
    "outside_round": N_("This round asks about another area. Please choose a place inside it."),
    "outside_limits": N_(
        "Your account is limited to other municipalities, rounds or topics. An administrator can "
        "change that."
    ),
    "not_found": N_("There is nothing here under this address."),
    "method_not_allowed": N_("This address cannot be used that way."),
    "takes_too_long": N_(
        "These are too many ideas for that. Please choose fewer by a filter, and try again."
    ),
    "too_many_ideas": N_(
        "These are more than {most} ideas, too many for this file. Please choose fewer by a "
        "filter, and try again."
    ),
    "too_slow": N_("Sending took too long. Nothing was lost. Please try again."),
    "too_large": N_("What was sent is too large."),
    "foreign_origin": N_("Another website sent this request, so it was refused."),
    "foreign_form": N_(
        "Please send this once more: the page was open for too long, or your browser keeps no "
        "cookies."
    ),
    "invalid_json": N_("What was sent cannot be read."),
    "status_move": N_("An idea with this status cannot be changed that way."),
    "not_mergeable": N_(
        "These two ideas cannot be merged: one of them is part of another one, or not public."
    ),
    "part_first": N_(
        "The idea {into} is part of another one itself. Please undo that merge first, then this."
    ),
    "sign_in_needed": N_("Please sign in. Your session may have ended."),
    "forbidden": N_("Your account may not do this. An administrator can change that."),
    "changed_meanwhile": N_(
        "Somebody else changed this in the meantime. Nothing was overwritten. Please look again."
    ),
    "too_many": N_("That was too often. Please wait a moment and try again."),
    "busy": N_("Other files are being made just now. Please try again in a moment."),
    "mail": N_("The e-mail could not be sent. Please tell the operator."),
    "login_taken": N_("There is an account with the name “{got}” already. Please choose another."),
    "provider_away": N_(
        "The sign-in service does not answer just now. Please try again, or use your password."
    ),
    "provider_refused": N_("Signing in did not work. Please begin again."),
    "no_role": N_(
        "You are known, but you have no role here. Please ask those who look after the accounts."
    ),
    "account_closed": N_("Your account is disabled. Please ask those who look after the accounts."),
    "account_disabled": N_("The account “{got}” is disabled. Please enable it first."),
    "last_administrator": N_(
        "“{got}” is the last administrator. Please make somebody else one first."
    ),
    "sign_in_refused": N_("Login and password do not go together. Please check both."),
    "wrong_code": N_("This code is wrong or was used before. Please wait for the next one."),
    "weak_password": N_("This password is easy to guess. Please choose another one."),
    "link_expired": N_("This link was used already or has run out. Please ask for a new one."),
    "text_missing": N_("Please fill in “{parameter}”."),
    "text_too_long": N_(
        "“{parameter}” may have at most {most} characters. It has {got}. Please shorten it."
    ),
    "pale_colour": N_(
        "A pin in the colour {got} could hardly be seen on the map. Please choose a darker one."
    ),
    "pale_layer_colour": N_(
        "What is drawn in the colour {got} could hardly be seen on the map. Please choose a darker "
        "one."
    ),
    "taken": N_("“{got}” is used already. Please choose another name."),
    "in_use": N_("There are ideas in “{got}” (number: {count}), so it cannot be removed."),
    "still_named": N_("“{got}” is still named in: {names}. Please change that first."),
    "standing_round": N_(
        "The standing round is always open: it has no first and no last day, and it stays."
    ),
    "erasure_log": N_(
        "Nothing was erased, because it could not be noted. Please tell the operator."
    ),
    "database_away": N_(
        "The ideas cannot be reached just now. Nothing was lost. Please try again in a moment."
    ),
}

_BY_PARAMETER: Mapping[str, str] = {
    "title": N_("Please enter a title with {least} to {most} characters."),
    "body": N_("Please describe your idea in {least} to {most} characters."),
    "display_name": N_("Please enter a name of at most {most} characters, or none."),
    "action_field": N_("Please choose a theme from the list."),
    "round": N_("Please choose a round from the list."),
    "district": N_("Please choose a district from the list."),
    "municipality": N_("Please choose a municipality from the list."),
    "lon,lat": N_("Please choose a place on the map."),
    "lon": N_("Please choose a place on the map."),
    "lat": N_("Please choose a place on the map."),
    "place_certainty": N_("Please say whether your idea has a place."),
    "public_precision": N_("Please choose how exactly the place is shown."),
    "channel": N_("Please choose from the list how the idea came in."),
    "event": N_("Please choose an event of this round from the list."),
    "given_on": N_("Please enter the day the idea was given; it cannot lie in the future."),
    "event_title": N_("Please name the event with {least} to {most} characters."),
    "event_place": N_("Please name the event’s place with at most {most} characters, or not."),
    "held_on": N_("Please enter the day of the event like 2026-11-22, or none."),
    "login_or_email": N_("Please enter your login or your e-mail address."),
    "deputy": N_("Please choose a colleague who stands in while you are away."),
    "away_until": N_("Please enter a day, day before month: 24.12.2026."),
    "answer": N_("The answer may have at most {most} characters. Please shorten it."),
    "answer_words": N_("Please write an answer, or choose another status."),
    "decided_on": N_("Please enter the day of the decision; it cannot lie in the future."),
    "office": N_("Please choose an office from the list."),
    "council_paper_url": N_(
        "Please enter the link as the browser shows it; it begins with https://. Or leave it out."
    ),
    "remark": N_("Please write a remark of at most {most} characters."),
    "id": N_("This is not the number of an idea."),
    "status_reason": N_("Please give the author a reason with {least} to {most} characters."),
    "black_out_title": N_("Words can only be taken out of the title, with […] in their place."),
    "black_out_body": N_("Words can only be taken out of the text, with […] in their place."),
    "black_out_display_name": N_("Words can only be taken out of the name, or all of it."),
    "colleague": N_("Please choose a colleague from the list."),
    "slug": N_(
        "Please write the short name with small letters from a to z, digits and hyphens, for "
        "instance “market-2027”."
    ),
    "period": N_("The last day lies before the first. Please check both days."),
    "day": N_("“{got}” is not a day. Please write it like this: 22.11.2026."),
    "colour": N_("Please write the colour as # and six digits or letters, for instance #1E6B45."),
    "symbol": N_("Please choose a symbol from the list."),
    "point_symbol": N_("Please choose a sign from the list."),
    "dash": N_("Please choose a kind of line from the list."),
    "fill_opacity": N_("Please choose how strongly areas are filled, from 0 to 100 percent."),
    "line_width": N_("Please choose a width of lines from 1 to 8 pixels."),
    "label_field": N_("The layer has no attribute “{got}”. Please choose another one."),
    "min_zoom": N_("Please choose from the list from when on the layer is shown."),
    "area": N_("Please choose the area from the list."),
    "page_text": N_("Please begin the text with its heading, in a line such as “# Imprint”."),
    "views": N_("You have {most} saved views already. Please delete one first."),
    "login": N_(
        "Please choose a login of 3 to 60 characters: letters without accents, digits and . _ - @"
    ),
    "email": N_("Please enter an e-mail address such as name@example.org, or none."),
    "account_name": N_("Please enter a name with {least} to {most} characters."),
    "roles": N_("Please choose at least one role."),
    "municipalities": N_("There is no municipality with the key “{got}”."),
    "rounds": N_("There is no round with the key “{got}”."),
    "action_fields": N_("There is no theme with the key “{got}”."),
}


_BY_REASON: Mapping[str, str] = {
    "too_short": N_("Please choose a password with at least {least} characters."),
    "too_long": N_("Please choose a password with at most {most} characters."),
    "own_name": N_(
        "This password is made of your own name or the town's. Please choose another one."
    ),
    "common": N_(
        "This password is easy to guess. Please choose another one, for instance four words "
        "that have nothing to do with each other."
    ),
}


_GONE = N_("This does not exist (any more). Somebody may have deleted it.")
_DELETABLE = ("import", "layer", "version", "view")


def explain(error: MapperError, translator: Translator) -> str:
    """One sentence that says why something was refused and what to do.

    A code without words of its own gets the general sentence, never the English message:
    that one is written for administrators and may name files.
    """
    values = {name: _readable(value, translator) for name, value in error.fields.items()}
    if "lang" in values:
        values["parameter"] = name_field(values["parameter"], translator, values["lang"])
    if error.code == "invalid_field":
        special = _BY_PARAMETER.get(str(error.fields.get("parameter")))
        if special and _is_complete(special, values):
            return translator.gettext(special).format(**values)
    if error.code == "weak_password":
        special = _BY_REASON.get(str(error.fields.get("reason")))
        if special and _is_complete(special, values):
            return translator.gettext(special).format(**values)
    if error.code == "import_refused":
        special = REASONS.get(str(error.fields.get("reason")))
        if special and _is_complete(special, values):
            return translator.gettext(special).format(**values)
    if error.code == "not_found" and error.fields.get("what") in _DELETABLE:
        return translator.gettext(_GONE)
    general = _BY_CODE.get(error.code, _BY_CODE["refused"])
    chosen = general if _is_complete(general, values) else _BY_CODE["refused"]
    return translator.gettext(chosen).format(**values)


def explain_unexpected(reference: str, translator: Translator) -> str:
    """What is said about an error nobody foresaw: a number to find it by, nothing else."""
    _ = translator.gettext
    sentence = _(
        "Something went wrong. Please try again; if it stays, tell us the number {number}."
    )
    return sentence.format(number=reference)


def _is_complete(sentence: str, values: Mapping[str, str]) -> bool:
    try:
        sentence.format(**values)
    except (KeyError, IndexError):
        return False
    return True


def _readable(value: object, translator: Translator) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return translator.format_number(value)
    return str(value)
