"""The forms of a goal and of its measures."""

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup, escape

from mapper.domain.measures import MeasureStatus, read_numbered_lines
from mapper.handout.evaluation import MEASURE_STATUSES, name_listed
from mapper.i18n.labels import translate_labels
from mapper.markup import items, text
from mapper.services.edit_goals import (
    GoalFields,
    ListedGoal,
    ListedMeasure,
    MeasureFields,
    add_goal,
    add_measures,
    change_goal,
    change_measure,
    delete_goal,
    delete_measure,
)
from mapper.ui.components.admin_form import Form, confirmed, to_list
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_goals_item import ITEM, goal_item

_EVERYONE = ""


def may_edit(goal: ListedGoal, bench: Workbench) -> bool:
    """False for an account that is limited to other municipalities."""
    limits = bench.here.actor.limits.municipalities if bench.here.actor else ()
    return not limits or goal.fields.municipality in limits


def show_new_goal(bench: Workbench, focus: str) -> None:
    """A goal that is to be."""
    _ = bench.words.gettext
    _heading(_("New goal"), focus)
    form = Form(bench.here, "goal_new")
    towns = _towns(bench)
    fields = _goal_fields(form, GoalFields("", municipality=next(iter(towns)) or None), bench)
    if st.button(_("Create goal"), key="planning_goals_create", type="primary"):

        def create() -> None:
            made = add_goal(bench.here.backoffice, bench.here.who, fields)
            st.session_state[ITEM] = goal_item(made)

        form.attempt(create, _("The goal was created."), item=to_list)


def show_goal(goal: ListedGoal, bench: Workbench, focus: str) -> None:
    """A goal, and the way to give it measures."""
    _, here = bench.words.gettext, bench.here
    _heading(_("Goal {name}"), focus, name_listed(goal.fields))
    form = Form(here, goal_item(goal.id))
    version = form.seen(goal.version)
    fields = _goal_fields(form, goal.fields, bench, exists=True)

    def change() -> None:
        change_goal(here.backoffice, here.who, goal.id, fields, version)

    def delete() -> None:
        delete_goal(here.backoffice, here.who, goal.id)
        st.session_state.pop(ITEM, None)

    _steps(form, change, delete, goal.ideas, bench)
    _show_more_measures(goal, bench)


def show_measure(goal: ListedGoal, measure: ListedMeasure, bench: Workbench, focus: str) -> None:
    """A measure of a goal."""
    _, here = bench.words.gettext, bench.here
    _heading(_("Measure {name}"), focus, name_listed(measure.fields))
    of = _("For the goal {name}")
    st.html(Markup('<p class="ik-quiet">{}</p>').format(of.format(name=name_listed(goal.fields))))
    form = Form(here, f"measure_{measure.id}")
    version = form.seen(measure.version)
    statuses = translate_labels(MEASURE_STATUSES, bench.words)
    fields = MeasureFields(
        code=form.line(_("Number"), "code", measure.fields.code),
        title=form.line(_("Title"), "title", measure.fields.title),
        status=MeasureStatus(
            form.choice(
                _("Status of the measure"),
                "status",
                {str(one): statuses[one] for one in MeasureStatus},
                str(measure.fields.status),
            )
        ),
        active=form.tick(_("Is offered in the evaluation"), "active", measure.fields.active),
    )

    def change() -> None:
        change_measure(here.backoffice, here.who, measure.id, fields, version)

    def delete() -> None:
        delete_measure(here.backoffice, here.who, measure.id)
        st.session_state[ITEM] = goal_item(goal.id)

    _steps(form, change, delete, measure.ideas, bench)


def _goal_fields(
    form: Form, fields: GoalFields, bench: Workbench, *, exists: bool = False
) -> GoalFields:
    _ = bench.words.gettext
    code = form.line(_("Number"), "code", fields.code)
    title = form.line(_("Title"), "title", fields.title)
    towns = _towns(bench)
    town = fields.municipality or _EVERYONE
    if len(towns) > 1:
        town = form.choice(_("Municipality"), "municipality", towns, town)
    active = fields.active
    if exists:
        active = form.tick(_("Is offered in the evaluation"), "active", fields.active)
    return GoalFields(title, code, town or None, active)


def _towns(bench: Workbench) -> dict[str, str]:
    """For whom the account may make goals, by AGS; "" for every municipality."""
    names = bench.names.municipalities
    limits = bench.here.actor.limits.municipalities if bench.here.actor else ()
    if limits:
        return {key: names.get(key, key) for key in limits}
    return {_EVERYONE: bench.words.gettext("every municipality"), **names}


def _steps(
    form: Form,
    change: Callable[[], None],
    delete: Callable[[], None],
    ideas: int,
    bench: Workbench,
) -> None:
    """Save and delete; what ideas serve is kept, and that is said before it is tried."""
    words, _ = bench.words, bench.words.gettext
    with st.container(key="planning_goals_steps"):
        if st.button(_("Save"), key=f"planning_goals_save_{form.name}", type="primary"):
            form.attempt(change, _("Saved."))
        if ideas:
            told = words.ngettext(
                "{count} idea serves this, so it cannot be deleted. It can be taken out of the "
                "offer.",
                "{count} ideas serve this, so it cannot be deleted. It can be taken out of the "
                "offer.",
                ideas,
            ).format(count=words.format_number(ideas))
            st.html(Markup('<p class="ik-quiet">{}</p>').format(told))
        elif confirmed(form, "delete", _("Delete"), _("Really delete it?"), _("Yes, delete")):
            form.attempt(delete, _("Deleted."), item=to_list)
        form.show_done()


def _show_more_measures(goal: ListedGoal, bench: Workbench) -> None:
    """New measures, one in each line, as a development concept lists them."""
    words, _ = bench.words, bench.words.gettext
    st.html(Markup("<h3>{}</h3>").format(_("Add measures to this goal")))
    form = Form(bench.here, f"measures_of_{goal.id}")
    given = form.text(_("One in each line, with its number: 2.9 Tempo 30"), "lines")
    several = [MeasureFields(title, code) for code, title in read_numbered_lines(given)]
    with st.container(key="planning_goals_preview"):
        if several:
            st.html(_preview(several, bench))
    label = words.ngettext("Add {count} measure", "Add {count} measures", len(several))
    asked = st.button(
        label.format(count=words.format_number(len(several))) if several else _("Add measures"),
        key=f"planning_goals_add_{goal.id}",
        disabled=not several,
    )
    if asked:

        def add() -> None:
            add_measures(bench.here.backoffice, bench.here.who, goal.id, several)

        form.attempt(add, _("The measures were added."), item=to_list)


def _preview(several: list[MeasureFields], bench: Workbench) -> Markup:
    _ = bench.words.gettext
    lines = (
        Markup("<strong>{}</strong> {}").format(one.code or _("without a number"), text(one.title))
        for one in several
    )
    return Markup('<p class="ik-quiet">{}</p>{}').format(
        _("These will be added; those that are there already are left out:"),
        items(lines, class_="ik-goal-preview"),
    )


def _heading(words: str, focus: str, name: str = "") -> None:
    heading = Markup('<h3 tabindex="-1" data-take-focus="{}">{}</h3>')
    st.html(heading.format(focus, escape(words).format(name=text(name))))
