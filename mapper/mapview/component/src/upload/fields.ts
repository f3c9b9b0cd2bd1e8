/** Fields of the form, each with its label and what is wrong with it. */
import { h, nextId } from "../dom";
import { t } from "../i18n";

export class Field<T extends HTMLInputElement | HTMLSelectElement> {
  readonly element: HTMLElement;
  private readonly wrong = h("p", { class: "ik-wrong", attrs: { id: nextId("wrong") } });

  constructor(
    readonly input: T,
    label: string,
    hint = "",
  ) {
    input.id = nextId("import");
    const told = h("p", { class: "ik-quiet", attrs: { id: nextId("hint") } }, hint);
    const names = hint ? `${told.id} ${this.wrong.id}` : this.wrong.id;
    input.setAttribute("aria-describedby", names);
    input.addEventListener("input", () => this.refuse(""));
    this.wrong.hidden = true;
    this.element = h(
      "div",
      { class: "ik-asked" },
      h("label", { attrs: { for: input.id } }, label),
      hint ? told : null,
      input,
      this.wrong,
    );
  }

  get value(): string {
    return this.input.value.trim();
  }

  set value(value: string) {
    this.input.value = value;
  }

  show(shown: boolean): void {
    this.element.hidden = !shown;
  }

  /** Say what is wrong, or with an empty sentence that nothing is. */
  refuse(sentence: string): void {
    this.wrong.textContent = sentence;
    this.wrong.hidden = !sentence;
    if (sentence) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }
}

export function line(label: string, hint = "", most = 200): Field<HTMLInputElement> {
  const attrs = { type: "text", maxlength: most, autocomplete: "off" };
  return new Field(h("input", { attrs }), t(label), hint && t(hint));
}

export function choice(
  label: string,
  options: [key: string, words: string][],
  hint = "",
): Field<HTMLSelectElement> {
  const field = new Field(h("select"), t(label), hint && t(hint));
  setOptions(field, options);
  return field;
}

/** Other options; what was chosen stays when it is still among them. */
export function setOptions(
  { input }: Field<HTMLSelectElement>,
  options: [key: string, words: string][],
): void {
  const before = input.value;
  input.replaceChildren(
    ...options.map(([value, words]) => h("option", { attrs: { value } }, words)),
  );
  if (options.some(([key]) => key === before)) input.value = before;
}

export function radios(
  name: string,
  options: [key: string, words: string][],
  chosen: (key: string) => void,
): HTMLElement {
  const group = nextId(name);
  return h(
    "div",
    { class: "ik-radios" },
    ...options.map(([value, words], index) =>
      h(
        "label",
        {},
        h("input", {
          attrs: { type: "radio", name: group, value, checked: index === 0 },
          on: { change: () => chosen(value) },
        }),
        words,
      ),
    ),
  );
}
