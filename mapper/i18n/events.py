"""What happened, in words: one sentence for each kind of event in the record of changes."""

from collections.abc import Mapping

from mapper.i18n.fields import name_language
from mapper.i18n.translator import N_, Translator

EVENTS: Mapping[str, str] = {
    # Ideas
    "proposal.published": N_("{who} published the idea {key}."),
    "proposal.pending": N_("{who} put the idea {key} back among those waiting."),
    "proposal.rejected": N_("{who} decided not to publish the idea {key}."),
    "proposal.hidden": N_("{who} hid the idea {key}."),
    "proposal.withdrawn": N_("{who} withdrew the idea {key}."),
    "proposal.merged": N_("{who} made the idea {key} part of another."),
    "proposal.took_in": N_("{who} made another idea part of the idea {key}."),
    "proposal.parted": N_("{who} took the idea {key} out of another again."),
    "proposal.let_go": N_("{who} took another idea out of the idea {key} again."),
    "proposal.kept_apart": N_("{who} found the idea {key} different from another."),
    "proposal.compared_again": N_("{who} took back that the idea {key} differs from another."),
    "proposal.kept": N_("{who} looked at reports about the idea {key} and left it as it is."),
    "proposal.corrected": N_("{who} corrected the idea {key}."),
    "proposal.blacked_out": N_("{who} blacked out personal data in the idea {key}."),
    "proposal.original_seen": N_("{who} looked at the original text of the idea {key}."),
    "proposal.restored": N_("{who} restored the original text of the idea {key}."),
    "proposal.assigned": N_("{who} assigned the idea {key} to somebody."),
    "proposal.given_back": N_("{who} gave the idea {key} back."),
    "proposal.entered": N_("{who} entered the idea {key} for somebody."),
    "proposal.answered": N_("{who} answered the idea {key}."),
    "proposal.answer_corrected": N_("{who} corrected the answer to the idea {key}."),
    "proposal.answer_taken_back": N_("{who} took back the answer to the idea {key}."),
    "proposal.remarked": N_("{who} wrote an internal remark on the idea {key}."),
    "proposal.remark_deleted": N_("{who} deleted an internal remark on the idea {key}."),
    "proposal.erased": N_("{who} erased the idea {key}."),
    "proposal.exported": N_("{who} exported the data of the idea {key}."),
    # Accounts and sign-in
    "account.added": N_("{who} made the account {key}."),
    "account.changed": N_("{who} changed the account {key}."),
    "account.disabled": N_("{who} disabled the account {key}."),
    "account.enabled": N_("{who} enabled the account {key} again."),
    "account.removed": N_("{who} removed the account {key}."),
    "account.invited": N_("{who} made an invitation for the account {key}."),
    "account.reset_offered": N_("{who} made a link for a new password of the account {key}."),
    "account.reset_asked": N_("A link for a new password of the account {key} was asked for."),
    "account.password_set": N_("{who} set the password of the account {key}."),
    "account.second_factor_set": N_("{who} set up the second factor of the account {key}."),
    "account.second_factor_reset": N_("{who} reset the second factor of the account {key}."),
    "account.recovery_codes_set": N_("{who} made new recovery codes for the account {key}."),
    "account.sessions_ended": N_("{who} signed the account {key} out everywhere."),
    "account.reader_added": N_("{who} made the login {key} for QGIS at the database."),
    "account.reader_removed": N_("{who} removed the login {key} for QGIS at the database."),
    "session.begun": N_("{who} signed in with the first of two factors."),
    "session.opened": N_("{who} signed in."),
    "session.ended": N_("{who} signed out."),
    "session.refused": N_("Somebody tried in vain to sign in as {key}."),
    # What administrators edit
    "round.added": N_("{who} made the round {key}."),
    "round.changed": N_("{who} changed the round {key}."),
    "round.closed": N_("{who} closed the round {key}."),
    "round.reopened": N_("{who} opened the round {key} again."),
    "round.deleted": N_("{who} deleted the round {key}."),
    "event.added": N_("{who} added the event {key}."),
    "action_field.added": N_("{who} made the theme {key}."),
    "action_field.changed": N_("{who} changed the theme {key}."),
    "action_field.moved": N_("{who} moved the theme {key} in the order."),
    "action_field.deleted": N_("{who} deleted the theme {key}."),
    "text_block.added": N_("{who} made the text block {key}."),
    "text_block.changed": N_("{who} changed the text block {key}."),
    "text_block.moved": N_("{who} moved the text block {key} in the order."),
    "office.added": N_("{who} added the office {key}."),
    "office.changed": N_("{who} changed the office {key}."),
    "office.moved": N_("{who} moved the office {key} in the order."),
    "page_text.changed": N_("{who} changed the text “{key}”."),
    "page_text.restored": N_("{who} went back to a former version of the text “{key}”."),
    "page_text.reset": N_("{who} went back to the original of the text “{key}”."),
    "layer.changed": N_("{who} changed the layer {key}."),
    "layer.moved": N_("{who} moved the layer {key} in the order."),
    "map_service.added": N_("{who} added the map service {key}."),
    "map_service.changed": N_("{who} changed the map service {key}."),
    "map_service.moved": N_("{who} moved the map service {key} in the order."),
    "map_service.deleted": N_("{who} removed the map service {key}."),
    # Layers and their versions
    "import.begun": N_("{who} began an import into the layer {key}."),
    "import.accepted": N_("{who} had an import into the layer {key} taken over."),
    "import.cancelled": N_("{who} cancelled an import into the layer {key}."),
    "layer.imported": N_("{who} added a version to the layer {key}."),
    "layer.activated": N_("{who} had another version of the layer {key} shown."),
    "layer.terms_changed": N_("{who} changed licence or attribution of the layer {key}."),
    "layer.version_deleted": N_("{who} deleted a version of the layer {key}."),
    "layer.deleted": N_("{who} deleted the layer {key}."),
    # Planning
    "view.saved": N_("{who} saved the planning view {key}."),
    "view.changed": N_("{who} changed the planning view {key}."),
    "view.deleted": N_("{who} deleted the planning view {key}."),
    "goal.added": N_("{who} added the goal “{key}”."),
    "goal.changed": N_("{who} changed the goal “{key}”."),
    "goal.deleted": N_("{who} deleted the goal “{key}”."),
    "measure.added": N_("{who} added the measure “{key}”."),
    "measure.changed": N_("{who} changed the measure “{key}”."),
    "measure.deleted": N_("{who} deleted the measure “{key}”."),
    "evaluation.changed": N_("{who} said what the idea {key} serves."),
    "round_result.saved": N_("{who} wrote about what came out of the round {key}."),
    "round_result.published": N_("{who} published the result of the round {key}."),
    "round_result.withdrawn": N_("{who} withdrew the result of the round {key}."),
    "planning.exported": N_("{who} downloaded planning data with exact places: {key}."),
    # Data protection and the record itself
    "privacy.retention": N_("{who} erased what need not be kept any longer: {key}."),
    "privacy.exported": N_("{who} exported the personal data of {key}."),
    "privacy.erased": N_("{who} erased the personal data of {key}."),
    "privacy.anonymised": N_("{who} erased what led from {key} to its author."),
    "privacy.replayed": N_("{who} repeated erasures after a restored backup: {key}."),
    "privacy.restored": N_("{who} restored a backup; all sessions and links ended."),
    "audit.exported": N_("{who} exported the record of changes."),
}

SUBJECTS: Mapping[str, str] = {
    "proposal": N_("Ideas"),
    "account": N_("Accounts"),
    "session": N_("Sign-in"),
    "round": N_("Rounds"),
    "event": N_("Events"),
    "action_field": N_("Themes"),
    "text_block": N_("Text blocks"),
    "office": N_("Offices"),
    "page_text": N_("Legal texts"),
    "layer": N_("Layers"),
    "map_service": N_("Map services"),
    "import": N_("Imports"),
    "view": N_("Saved views"),
    "goal": N_("Goals"),
    "measure": N_("Measures"),
    "evaluation": N_("Evaluations"),
    "round_result": N_("Results of rounds"),
    "planning": N_("Planning"),
    "privacy": N_("Data protection"),
    "audit": N_("Record of changes"),
}
"""What kinds begin with, by which the record can be searched."""

PAGE_TEXT_NAMES: Mapping[str, str] = {
    "imprint": N_("Imprint"),
    "privacy": N_("Privacy"),
    "accessibility": N_("Accessibility"),
    "about": N_("About the data"),
}

_UNKNOWN = N_("{who}: {kind}, {key}.")
_NO_PERSONS: Mapping[str, str] = {
    "cli": N_("Command on the server ({name})"),
    "system": N_("Automatic job ({name})"),
}


def describe_event(kind: str, who: str, key: str, translator: Translator) -> str:
    """One sentence; of a kind without words the kind itself."""
    sentence = translator.gettext(EVENTS.get(kind, _UNKNOWN))
    if kind.startswith("page_text."):
        key = _name_text(key, translator)
    return sentence.format(who=who, kind=kind, key=key)


def name_actor(actor: str, display_name: str | None, translator: Translator) -> str:
    """The person's name; of a command or a job what it is."""
    if display_name:
        return display_name
    kind, _, name = actor.partition(":")
    words = _NO_PERSONS.get(kind, "{name}")
    return translator.gettext(words).format(name=name or actor)


def _name_text(key: str, translator: Translator) -> str:
    name, _, lang = key.partition(".")
    words = translator.gettext(PAGE_TEXT_NAMES.get(name, name))
    return f"{words}, {name_language(lang, translator)}" if lang else words
