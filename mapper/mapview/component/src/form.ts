/** The form: asks, checks, sends, and never loses a letter. */
import { Refused } from "./api";
import { BODY, checkDraft, countCharacters, type FieldName } from "./check";
import { Discard } from "./discard";
import { button, focusOn, h, iconButton, replaceChildren } from "./dom";
import { choice, type Field, fillSelect, selectField, textArea, textField } from "./fields";
import type { FormContext } from "./form_context";
import { fieldOptions, precisionOptions, townOptions } from "./form_options";
import { smallPrint } from "./form_words";
import type { Spot } from "./gazetteer";
import { t } from "./i18n";
import { contentOf, newKey } from "./keep";
import { icon } from "./symbols";
import type { Draft, Place, Receipt } from "./types";

const FIELDS = ["title", "body", "action_field", "display_name"] as const;

export class Form<R extends Receipt> {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly placeLine = h("strong");
  private readonly title = textField(t("form.title"), null, { autocomplete: "off" });
  private readonly body = textArea(t("form.body"), "");
  private readonly field: Field<HTMLSelectElement>;
  private readonly town: Field<HTMLSelectElement>;
  private readonly precision;
  private readonly name: Field<HTMLInputElement>;
  private readonly problem = h("p", { class: "error form-error", attrs: { role: "alert" } });
  private readonly send: HTMLButtonElement;
  private readonly stopListening: () => void;
  private begun = false;
  private sending = false;

  constructor(
    private readonly context: FormContext<R>,
    private draft: Draft,
  ) {
    const { words, above } = context;
    this.heading = h("h2", { attrs: { tabindex: -1 } }, words.heading);
    // A browser offers its owner's name: at a desk it is somebody else's idea.
    this.name = textField(t("form.name"), words.nameHint, { autocomplete: above ? "off" : "name" });
    this.field = selectField(t("form.action_field"), t("choose.please"), this.fieldOptions());
    this.town = selectField(t("form.town"), t("form.town_any"), townOptions(context.data()));
    this.precision = choice(t("form.precision"), precisionOptions(context.data()), "exact");
    this.send = button(t("form.send"), () => this.trySend(), {
      class: "button primary wide",
      attrs: { type: "submit" },
    });
    this.element = this.build();
    this.fill();
    this.stopListening = context.drafts.onElsewhere((other) => this.partFrom(other));
  }

  focusStart(): void {
    focusOn(this.heading);
  }

  focusTitle(): void {
    this.title.control.focus();
  }

  place(): Place {
    return this.draft.place;
  }

  setPlace(place: Place): void {
    this.draft = { ...this.draft, place };
    this.showPlace();
    if (this.begun) this.context.drafts.write(this.draft);
  }

  isBegun(): boolean {
    return this.begun;
  }

  /** The idea goes to another round, which may offer other topics. */
  setRound(round: string): void {
    this.draft = { ...this.draft, round };
    this.showPlace();
    this.onInput();
  }

  /** Words of places may arrive after the form, and with them the municipality. */
  showPlace(): void {
    const { lon, lat, municipality } = this.draft.place;
    if (!municipality && lon !== null && lat !== null) {
      const found = this.context.gazetteer.describe(lon, lat, null);
      this.draft.place = { ...this.draft.place, ...pick(found) };
    }
    const { place } = this.draft;
    replaceChildren(this.placeLine, this.context.gazetteer.placeText(place));
    this.precision.element.hidden = place.certainty !== "point";
    const several = townOptions(this.context.data()).length > 1;
    this.town.element.hidden = place.certainty !== "none" || !several;
    fillSelect(this.field.control, t("choose.please"), this.fieldOptions());
    if (!this.field.control.value) this.field.control.value = this.draft.action_field;
  }

  destroy(): void {
    this.stopListening();
    this.element.remove();
  }

  private build(): HTMLElement {
    const { words, drafts, above, onMove, onClose, onDiscard } = this.context;
    const close = onClose && iconButton(t("form.close"), icon("close"), onClose);
    const move = button(words.move, onMove, { class: "link" });
    const discard = new Discard(
      () => this.begun,
      () => {
        drafts.remove(this.draft.client_key);
        onDiscard();
      },
    );
    const form = h(
      "form",
      {
        attrs: { novalidate: true, "aria-label": words.heading },
        on: {
          submit: (event) => event.preventDefault(),
          input: () => this.onInput(),
          change: () => this.onInput(),
        },
      },
      ...[this.title, this.body, this.field, this.town].map(({ element }) => element),
      this.precision.element,
      this.name.element,
      this.problem,
      this.send,
      smallPrint(this.send, this.context.data().licence, words.whoSees),
      discard.element,
    );
    return h(
      "section",
      {
        class: "drawer",
        attrs: { role: onClose ? "dialog" : null, "aria-label": words.heading },
        on: { keydown: (event) => this.onKey(event) },
      },
      h("div", { class: "drawer-head" }, this.heading, close),
      above?.element,
      h("p", { class: "form-place" }, `${t("form.place")} `, this.placeLine, " ", move),
      form,
    );
  }

  private fieldOptions(): [string, string][] {
    return fieldOptions(this.context.data(), this.draft);
  }

  private fill(): void {
    const { draft } = this;
    this.title.control.value = draft.title;
    this.body.control.value = draft.body;
    this.name.control.value = draft.display_name;
    this.field.control.value = draft.action_field;
    this.town.control.value = draft.place.municipality ?? "";
    this.precision.set(draft.public_precision);
    this.begun = this.hasText();
    this.showPlace();
    this.showCount();
  }

  private hasText(): boolean {
    return Boolean(this.draft.title || this.draft.body || this.draft.display_name);
  }

  private showCount(): void {
    const count = countCharacters(this.draft.body);
    this.body.setHint(t("form.count", { count, max: BODY.max }));
  }

  private onInput(): void {
    const town = this.town.element.hidden ? this.draft.place.municipality : this.town.control.value;
    this.draft = {
      ...this.draft,
      title: this.title.control.value,
      body: this.body.control.value,
      display_name: this.name.control.value,
      action_field: this.field.control.value,
      public_precision: this.precision.value(),
      place: { ...this.draft.place, municipality: town || null },
    };
    this.showCount();
    this.clearMended();
    if (!this.town.element.hidden) this.showPlace();
    // Nothing is kept on the device before the first letter; an emptied form is forgotten again.
    const { drafts } = this.context;
    if (this.hasText()) drafts.write(this.draft);
    else if (this.begun) drafts.remove(this.draft.client_key);
    this.begun = this.hasText();
  }

  /**
   * The same draft was sent or dropped in another window: what stands here is a new idea. One that
   * may already have arrived keeps its key, or sending it again would store it twice.
   */
  private partFrom(other: Draft | null): void {
    if (other !== null || this.draft.sent) return;
    this.draft = { ...this.draft, client_key: newKey() };
  }

  private onKey(event: KeyboardEvent): void {
    const { onClose } = this.context;
    if (event.key !== "Escape" || event.defaultPrevented || !onClose) return;
    event.stopPropagation();
    onClose();
  }

  private fieldNamed(name: FieldName): Field {
    return {
      title: this.title,
      body: this.body,
      action_field: this.field,
      display_name: this.name,
    }[name];
  }

  /** A sentence about a field goes as soon as the field is right; none comes while one types. */
  private clearMended(): void {
    const wrong = checkDraft(this.draft).map(([name]) => name);
    for (const name of FIELDS) if (!wrong.includes(name)) this.fieldNamed(name).setError(null);
  }

  private showErrors(errors: [FieldName, string][]): void {
    for (const name of FIELDS) {
      this.fieldNamed(name).setError(errors.find(([other]) => other === name)?.[1] ?? null);
    }
    const first = errors[0];
    if (!first) return;
    const { control } = this.fieldNamed(first[0]);
    control.focus();
    control.scrollIntoView?.({ block: "center" });
  }

  private setSending(sending: boolean): void {
    this.sending = sending;
    this.send.setAttribute("aria-disabled", String(sending));
    this.element.setAttribute("aria-busy", String(sending));
    this.send.textContent = sending ? t("form.sending") : t("form.send");
  }

  private async trySend(): Promise<void> {
    if (this.sending) return;
    this.onInput();
    replaceChildren(this.problem);
    const errors = checkDraft(this.draft);
    this.showErrors(errors);
    // What stands above comes last here, so that of all that is wrong the first gets the focus.
    const complete = this.context.above?.check() ?? true;
    if (errors.length > 0 || !complete) return;
    const before = this.draft.sent;
    const changed = before !== undefined && before !== contentOf(this.draft);
    this.remember(before ?? contentOf(this.draft));
    this.setSending(true);
    const sent = this.draft;
    try {
      const { receipt, repeated } = await this.context.submit(sent);
      this.finish(receipt, sent, repeated && changed);
    } catch (error) {
      this.setSending(false);
      if (error instanceof Refused && error.status < 500) this.remember(undefined);
      this.explain(error);
    }
  }

  private remember(sent: string | undefined): void {
    this.draft = { ...this.draft, sent };
    this.context.drafts.write(this.draft);
  }

  /** Letters typed while the idea was on its way belong to a next one. */
  private finish(receipt: R, sent: Draft, changed: boolean): void {
    const late = changed || contentOf(sent) !== contentOf(this.draft);
    const { drafts } = this.context;
    drafts.remove(sent.client_key);
    if (late) drafts.write({ ...this.draft, client_key: newKey(), sent: undefined });
    this.context.onSaved(receipt, sent, late);
  }

  private explain(error: unknown): void {
    const { field, sentence, remedy, unknown } = this.context.explain(error);
    if (field) {
      this.showErrors([[field, sentence]]);
      return;
    }
    replaceChildren(this.problem, sentence, remedy && " ", remedy);
    if (unknown) this.send.textContent = t("form.retry");
    this.problem.scrollIntoView?.({ block: "nearest" });
  }
}

function pick({ municipality, district }: Spot): Pick<Place, "municipality" | "district"> {
  return { municipality, district };
}
