"""Texts of the citizens' map: keys its TypeScript asks for, with the English messages behind them.

The page hands them over translated. Curly braces are placeholders and stay as they are.
"""

from mapper.i18n import N_

COMPONENT_MESSAGES: dict[str, str] = {
    # The map and what lies around it
    "map.title": N_("Map of ideas"),
    "map.region": N_("Map and place search"),
    "map.label": N_("Map"),
    "map.keys": N_("The arrow keys move the map, plus and minus change its scale."),
    "map.skip": N_("Skip the map"),
    "map.about_data": N_("About the data"),
    "controls.label": N_("Map controls"),
    "controls.zoom_in": N_("Zoom in"),
    "controls.zoom_out": N_("Zoom out"),
    "controls.locate": N_("Show my position"),
    "locate.searching": N_("Looking for your position …"),
    "locate.found": N_("The map shows your position."),
    "locate.denied": N_("Your browser does not give your position away. You may allow it there."),
    "locate.failed": N_("Your position could not be found. Please move the map yourself."),
    "locate.far": N_("You are outside this map at the moment."),
    "layers.title": N_("Map contents"),
    "layers.ideas": N_("Ideas"),
    "layers.districts": N_("District borders"),
    "layers.green": N_("Green spaces"),
    "layers.labels": N_("Names"),
    "legend.title": N_("Legend"),
    "legend.fields": N_("Ideas by topic"),
    "legend.own": N_("Your idea, waiting for approval"),
    "legend.green": N_("Green spaces"),
    "legend.borders": N_("Borders"),
    "legend.municipality": N_("Municipality"),
    "legend.district": N_("District"),
    "green.park": N_("Park or garden"),
    "green.forest": N_("Forest"),
    "green.cemetery": N_("Cemetery"),
    "green.nature_reserve": N_("Nature reserve"),
    "green.landscape": N_("Protected landscape"),
    "green.other": N_("Other green space"),
    "kind.district": N_("District"),
    "kind.green": N_("Green space"),
    "panel.close": N_("Close: {title}"),
    # Loading and failing
    "notice.retry": N_("Try again"),
    "notice.ideas_loading": N_("Ideas are being loaded …"),
    "notice.ideas_failed": N_("The ideas could not be loaded."),
    "notice.borders_loading": N_("The map is being loaded …"),
    "notice.borders_failed": N_("The map could not be loaded."),
    "notice.green_failed": N_("The green spaces could not be loaded."),
    "notice.truncated": N_("The map shows the {count} newest ideas."),
    # The card
    "search.label": N_("Search for a place"),
    "search.placeholder": N_("Place or green space"),
    "search.results": N_("Places found"),
    "search.none": N_("No place found by this name."),
    "search.count": N_("Places found: {count}"),
    "search.shown": N_("The map shows {place}."),
    "card.add": N_("Add an idea"),
    "card.hint": N_("Or click on a place on the map."),
    "card.round": N_("Round"),
    "card.empty": N_("Nobody has added an idea here yet. Be the first."),
    "draft.label": N_("Idea begun"),
    "draft.found": N_("You have begun an idea:"),
    "draft.untitled": N_("still without a title"),
    "draft.continue": N_("Continue writing"),
    "draft.reopened": N_("Your draft is open again."),
    "draft.kept": N_("Your draft stays on this device."),
    "discard.start": N_("Discard the draft"),
    "discard.question": N_("Really discard the draft? Your text will then be gone."),
    "discard.yes": N_("Yes, discard"),
    "discard.no": N_("Keep it"),
    # Pins
    "pins.group": N_("Ideas on the map"),
    "pins.cluster": N_("{count} ideas, show them closer up"),
    "pins.here": N_("{count} ideas in this place"),
    "pins.more": N_("and {count} more"),
    "pins.open": N_("Read the idea"),
    "pin.yours": N_("Your place"),
    "pin.drag": N_("Drag the pin to move it"),
    "bubble.label": N_("Chosen place"),
    "bubble.begin": N_("Add an idea here"),
    "bubble.close": N_("Close"),
    # Places
    "place.loading": N_("The names of the places are still being loaded."),
    "place.outside": N_("This place is not in {names}."),
    "place.outside_round": N_("This place is outside the area of this round."),
    "place.near": N_("{area}, near {place}"),
    "place.none": N_("no particular place"),
    "choose.heading": N_("Choose a place"),
    "choose.move_heading": N_("Move the place"),
    "choose.hint": N_("Move the map until the cross marks the place."),
    "choose.keys": N_("The Enter key takes the place under the cross."),
    "choose.here": N_("This is the place"),
    "choose.cancel": N_("Cancel"),
    "choose.other": N_("No exact place?"),
    "choose.district": N_("Choose a district"),
    "choose.please": N_("Please choose"),
    "choose.take_district": N_("Take this district"),
    "choose.none": N_("No particular place"),
    # The form
    "form.heading": N_("New idea"),
    "form.close": N_("Close"),
    "form.place": N_("Place:"),
    "form.move": N_("move"),
    "form.title": N_("Title"),
    "form.body": N_("Description"),
    "form.action_field": N_("Topic"),
    "form.town": N_("Municipality (optional)"),
    "form.town_any": N_("not specified"),
    "form.precision": N_("How exactly should the place be shown?"),
    "precision.exact": N_("exactly"),
    "precision.100m": N_("roughly (100 m)"),
    "precision.district": N_("district only"),
    "precision.municipality": N_("municipality only"),
    "form.name": N_("Name (optional)"),
    "form.name_hint": N_("Your name is published with the idea."),
    "form.count": N_("{count} of {max} characters"),
    "form.send": N_("Send the idea"),
    "form.sending": N_("Sending …"),
    "form.retry": N_("Send again"),
    "form.who_sees": N_(
        "The exact place is seen only by staff of the administration. Everyone else sees it as "
        "exactly as you choose."
    ),
    "form.licence": N_("The idea is published under this licence:"),
    "form.privacy": N_("Privacy notice"),
    "error.title_short": N_("Please enter a title of at least {min} characters."),
    "error.title_long": N_(
        "The title has {count} characters. Please shorten it to at most {max} characters."
    ),
    "error.body_short": N_("Please describe your idea in at least {min} characters."),
    "error.body_long": N_(
        "The description has {count} characters. Please shorten it to at most {max} characters."
    ),
    "error.action_field": N_("Please choose a topic."),
    "error.name_long": N_("Please shorten the name to at most {max} characters."),
    "error.network": N_(
        "There is no connection at the moment. Your text is kept on this device. Please send it "
        "again; it will be stored only once."
    ),
    "error.server": N_(
        "The idea could not be stored just now. Your text is kept on this device. Please try "
        "again in a moment."
    ),
    # Thanks
    "thanks.heading": N_("Thank you! Your idea has been saved."),
    "thanks.number": N_("Number:"),
    "thanks.published": N_("It can be seen on the map now."),
    "thanks.review": N_("We look at it before it appears on the map."),
    "thanks.review_by": N_("We look at it by {date} at the latest, before it appears on the map."),
    "thanks.changed": N_(
        "What you sent first has been stored. What you typed after that is kept as a draft on "
        "this device."
    ),
    "thanks.link": N_("Your private link"),
    "thanks.link_hint": N_(
        "With this link you see your idea on other devices too. Please keep it to yourself."
    ),
    "thanks.copy": N_("Copy"),
    "thanks.copied": N_("The link has been copied."),
    "thanks.copy_failed": N_("Please copy the link yourself."),
    "thanks.mine": N_("My ideas on this device"),
    "thanks.map": N_("Back to the map"),
    "thanks.another": N_("Add another idea"),
    # My ideas, one idea
    "mine.list": N_("My ideas"),
    "mine.loading": N_("Your ideas are being loaded …"),
    "mine.failed": N_("Your ideas could not be loaded."),
    "mine.unknown_link": N_("No idea was found for this link."),
    "mine.empty": N_("You have not added an idea on this device yet."),
    "mine.first": N_("Add an idea on the map"),
    "mine.map": N_("To the map"),
    "mine.open": N_("Read the idea"),
    "mine.number": N_("Number"),
    "mine.sent": N_("Sent"),
    "mine.place": N_("Place"),
    "mine.progress": N_("Progress"),
    "mine.write_again": N_("Change the text and send it again"),
    "mine.keep": N_("Remember on this device"),
    "mine.forget": N_("Forget on this device"),
    "mine.forget_question": N_(
        "Really forget it here? The idea stays stored, but only the private link leads to it then."
    ),
    "mine.forget_yes": N_("Yes, forget"),
    "mine.forget_no": N_("Keep it"),
    "state.pending": N_("We look at your idea before it appears on the map."),
    "state.pending_by": N_(
        "We look at your idea by {date} at the latest, before it appears on the map."
    ),
    "state.pending_late": N_(
        "We meant to look at your idea by {date} and are late. It has not been forgotten."
    ),
    "state.reason": N_("The reason:"),
    "state.again": N_("You may change your text and send it as a new idea."),
    "state.contact": N_("Questions? This is how to reach us."),
    "state.published": N_("Everyone can see your idea."),
    "state.rejected": N_("Your idea was not published."),
    "state.hidden": N_("Your idea is not shown at the moment."),
    "state.withdrawn": N_("This idea was withdrawn."),
    "state.merged": N_("Your idea was merged with a similar one."),
    "idea.map": N_("Map with the place of the idea"),
    "idea.not_public": N_("This idea is not public (any more)."),
    "answers.heading": N_("Answers of the administration"),
    "answers.office": N_("Responsible: {office}"),
    "answers.paper": N_("Council paper"),
    "report.start": N_("Report this text"),
    "report.hint": N_(
        "You think that this text should not be public? We look at it. Your name is not asked for."
    ),
    "report.reason": N_("What is wrong with it?"),
    "report.reason.personal_data": N_("It tells private things about somebody"),
    "report.reason.insult": N_("It insults or threatens somebody"),
    "report.reason.illegal": N_("It breaks the law"),
    "report.reason.advertising": N_("It is advertising"),
    "report.reason.other": N_("Something else"),
    "report.body": N_("What should we know? (optional)"),
    "report.body_hint": N_("At most 500 characters."),
    "report.choose": N_("Please choose what is wrong."),
    "report.send": N_("Send the report"),
    "report.thanks": N_("Thank you. Somebody at the administration looks at the text."),
    "report.hidden": N_("Until then nobody else sees it."),
    "report.network": N_(
        "The report could not be sent just now. Your words are still here. Please try again."
    ),
}
