/** How ideas come in: channel, round, event and day; what is chosen stays for the next idea. */
import { Refused } from "../api";
import { button, focusOn, h, replaceChildren } from "../dom";
import { type Field, fillSelect, selectField, textField } from "../fields";
import { formatDate, t } from "../i18n";
import { addEvent } from "./desk_api";
import type { DeskData, DeskEvent, Origin } from "./types";

const ANOTHER = "new";

export interface OriginContext {
  data: () => DeskData;
  explain: (error: unknown) => string;
  onChange: (origin: Origin) => void;
}

export class OriginFields {
  readonly element: HTMLElement;
  private readonly fold = h("details", { class: "origin" });
  private readonly summary = h("span");
  private readonly channel: Field<HTMLSelectElement>;
  private readonly round: Field<HTMLSelectElement>;
  private readonly event: Field<HTMLSelectElement>;
  private readonly day: Field<HTMLInputElement>;
  private readonly title = textField(t("desk.event_title"), null, { autocomplete: "off" });
  private readonly heldOn = textField(t("desk.event_day"), null, { type: "date" });
  private readonly place = textField(t("desk.event_place"), null, { autocomplete: "off" });
  private readonly another: HTMLElement;
  private events: DeskEvent[];

  constructor(
    private readonly context: OriginContext,
    begun: Origin | null,
  ) {
    const { desk, round } = context.data();
    this.events = [...desk.events];
    this.channel = selectField(t("desk.channel"), t("choose.please"), desk.channels);
    this.round = selectField(t("card.round"), t("choose.please"), this.rounds());
    this.event = selectField(t("desk.event"), t("desk.no_event"), []);
    this.day = textField(t("desk.given_on"), t("desk.given_hint"), {
      type: "date",
      max: desk.today,
      min: "2000-01-01",
    });
    this.another = this.anotherEvent();
    const only = desk.channels.length === 1 ? desk.channels[0]?.[0] : "";
    this.channel.control.value = begun?.channel ?? only ?? "";
    this.round.control.value = begun?.round || round;
    this.fillEvents(begun?.event ?? null);
    this.day.control.value = begun?.given_on ?? "";
    this.round.element.hidden = this.rounds().length < 2;
    this.element = this.build();
  }

  value(): Origin {
    const event = Number(this.event.control.value);
    return {
      channel: this.channel.control.value,
      round: this.round.control.value,
      event: Number.isInteger(event) && event > 0 ? event : null,
      given_on: this.day.control.value,
    };
  }

  /** Says what is missing, and puts the focus there. */
  check(): boolean {
    const open = this.event.control.value === ANOTHER;
    this.channel.setError(this.channel.control.value ? null : t("desk.error_channel"));
    this.round.setError(this.round.control.value ? null : t("desk.error_round"));
    this.event.setError(open ? t("desk.error_event") : null);
    this.day.setError(this.day.control.validity.valid ? null : t("desk.error_day"));
    const wrong = [this.channel, this.round, this.event, this.day].find(
      ({ control }) => control.getAttribute("aria-invalid") === "true",
    );
    if (!wrong) return true;
    this.fold.open = true;
    wrong.control.focus();
    wrong.control.scrollIntoView?.({ block: "center" });
    return false;
  }

  /** The next idea was given on another day, unless the event says which. */
  forNext(): void {
    this.day.control.value = "";
    this.takeDayOfEvent();
    this.fold.open = false;
    this.context.onChange(this.value());
  }

  /** Folded once it is known: it stays, and what people tell is nearer then. */
  private build(): HTMLElement {
    const change = h("span", { class: "origin-change" }, t("desk.change"));
    this.fold.append(
      h("summary", {}, this.summary, " ", change),
      ...[this.channel, this.round, this.event].map(({ element }) => element),
      this.another,
    );
    this.fold.open = !this.channel.control.value;
    this.summarize();
    return h(
      "div",
      { class: "origin-fields", on: { change: (event) => this.onChange(event) } },
      this.fold,
      this.day.element,
    );
  }

  private summarize(): void {
    const chosen = [this.channel, this.round, this.event]
      .filter(({ control, element }) => control.value && !element.hidden)
      .map(({ control }) => control.selectedOptions[0]?.text);
    const words = this.channel.control.value ? chosen.join(" · ") : t("desk.origin");
    replaceChildren(this.summary, words);
  }

  private rounds(): [string, string][] {
    return this.context.data().rounds.map(({ slug, title }) => [slug, title]);
  }

  private onChange(event: Event): void {
    if (event.target === this.round.control) this.fillEvents(null);
    if (event.target === this.event.control) {
      this.day.control.value = "";
      this.takeDayOfEvent();
    }
    const adding = this.event.control.value === ANOTHER;
    const opened = adding && this.another.hidden;
    this.another.hidden = !adding;
    if (opened) focusOn(this.title.control);
    for (const field of [this.channel, this.round, this.event, this.day]) {
      if (field.control.validity.valid && field.control.value) field.setError(null);
    }
    this.summarize();
    this.context.onChange(this.value());
  }

  private takeDayOfEvent(): void {
    const { event } = this.value();
    const day = this.events.find(({ id }) => id === event)?.held_on;
    if (day && day <= this.context.data().desk.today) this.day.control.value = day;
  }

  private fillEvents(chosen: number | null): void {
    const own = this.events.filter(({ round }) => round === this.round.control.value);
    fillSelect(this.event.control, t("desk.no_event"), [
      ...own.map((one): [string, string] => [String(one.id), eventWords(one)]),
      [ANOTHER, t("desk.another_event")],
    ]);
    this.event.control.value = own.some(({ id }) => id === chosen) ? String(chosen) : "";
  }

  private anotherEvent(): HTMLElement {
    const problem = h("p", { class: "error", attrs: { role: "alert" } });
    const add = button(t("desk.add_event"), () => void this.tryAdd(problem, add));
    const group = h(
      "div",
      { class: "another-event", attrs: { role: "group", "aria-label": t("desk.another_event") } },
      this.title.element,
      this.heldOn.element,
      this.place.element,
      problem,
      add,
    );
    group.hidden = true;
    return group;
  }

  private async tryAdd(problem: HTMLElement, add: HTMLButtonElement): Promise<void> {
    if (add.getAttribute("aria-disabled") === "true") return;
    replaceChildren(problem);
    this.title.setError(null);
    add.setAttribute("aria-disabled", "true");
    try {
      const added = await addEvent(
        {
          round: this.round.control.value,
          event_title: this.title.control.value,
          held_on: this.heldOn.control.value || null,
          event_place: this.place.control.value || null,
        },
        this.context.data().lang,
      );
      this.takeEvent(added);
    } catch (error) {
      const sentence = this.context.explain(error);
      if (error instanceof Refused && error.parameter === "event_title") {
        this.title.setError(sentence);
        focusOn(this.title.control);
      } else replaceChildren(problem, sentence);
    } finally {
      add.removeAttribute("aria-disabled");
    }
  }

  private takeEvent(added: DeskEvent): void {
    this.events = [added, ...this.events.filter(({ id }) => id !== added.id)];
    this.fillEvents(added.id);
    for (const { control } of [this.title, this.heldOn, this.place]) control.value = "";
    this.another.hidden = true;
    this.event.setError(null);
    this.day.control.value = "";
    this.takeDayOfEvent();
    this.summarize();
    focusOn(this.event.control);
    this.context.onChange(this.value());
  }
}

function eventWords({ title, held_on, place }: DeskEvent): string {
  return [title, held_on && formatDate(held_on), place].filter(Boolean).join(", ");
}
