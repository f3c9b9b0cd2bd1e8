"""Texts of the map on pages for staff, besides those it shares with the citizens' map."""

from mapper.i18n.translator import N_

STAFF_MESSAGES: dict[str, str] = {
    # Another place for an idea
    "pick.present": N_("Present place:"),
    "pick.chosen": N_("Chosen: {place}"),
    # The desk: how ideas come in
    "desk.origin": N_("How the idea came in"),
    "desk.channel": N_("Came in"),
    "desk.event": N_("Event (optional)"),
    "desk.no_event": N_("no event"),
    "desk.another_event": N_("Add another event …"),
    "desk.event_title": N_("Name of the event"),
    "desk.event_day": N_("Day of the event (optional)"),
    "desk.event_place": N_("Place of the event (optional)"),
    "desk.add_event": N_("Add the event"),
    "desk.change": N_("change"),
    "desk.given_on": N_("Given on (optional)"),
    "desk.given_hint": N_("Left empty, today counts."),
    "desk.error_channel": N_("Please choose how the idea came in."),
    "desk.error_round": N_("Please choose a round."),
    "desk.error_event": N_("Please add the event first, or choose none."),
    "desk.error_day": N_("Please enter a day that is not in the future."),
    # The desk: the idea itself
    "desk.map_hint": N_("A click on the map sets the place of the idea."),
    "desk.choose_place": N_("choose the place"),
    "desk.name_hint": N_("The name is published with the idea. Please ask for it."),
    "desk.who_sees": N_(
        "Please tell the person: the exact place is seen only by staff of the administration. "
        "Everyone else sees it as exactly as chosen here."
    ),
    "desk.offline": N_(
        "There is no connection at the moment. You can go on writing; the text is kept in this tab."
    ),
    "desk.not_sent": N_(
        "The idea could not be sent. The text is kept in this tab. Please send it again; it will "
        "be stored only once."
    ),
    "desk.ended": N_(
        "Your session has ended. The text is kept here. Please sign in in a new tab, then send the "
        "idea again."
    ),
    "desk.sign_in": N_("Sign in in a new tab"),
    "desk.leave": N_("The idea has not been sent. Really leave the page? The text will be gone."),
    "desk.stored": N_("The idea is saved. Number: {number}"),
    "desk.changed": N_(
        "What was sent first has been stored. What was typed after that stands in the form again."
    ),
    "desk.next": N_("Next idea"),
    # The slip
    "slip.label": N_("Slip for the person"),
    "slip.heading": N_("Ideenkarte"),
    "slip.qr": N_("QR code of your private link"),
    "slip.code": N_(
        "This code leads to your idea and to what becomes of it. Please keep it to yourself."
    ),
    "slip.print": N_("Print the slip"),
}
