/** The fields of the form: each with a label, a hint and room for the one sentence that is wrong. */
import { h, nextId, replaceChildren, setAttributes } from "./dom";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface Field<C extends Control = Control> {
  element: HTMLElement;
  control: C;
  setHint: (text: string) => void;
  setError: (text: string | null) => void;
}

function field<C extends Control>(control: C, label: string, hint: string | null): Field<C> {
  const id = nextId("field");
  const hintElement = h(
    "p",
    { class: "hint", attrs: { id: `${id}-hint`, hidden: hint === null } },
    hint,
  );
  const error = h("p", { class: "error", attrs: { id: `${id}-error`, hidden: true } });
  control.id = id;
  const describe = (): void => {
    const ids = [error, hintElement].filter((part) => !part.hidden).map((part) => part.id);
    setAttributes(control, { "aria-describedby": ids.join(" ") || null });
  };
  describe();
  return {
    element: h(
      "div",
      { class: "field" },
      h("label", { attrs: { for: id } }, label),
      control,
      error,
      hintElement,
    ),
    control,
    setHint: (text) => replaceChildren(hintElement, text),
    setError: (text) => {
      error.hidden = text === null;
      replaceChildren(error, text);
      setAttributes(control, { "aria-invalid": text === null ? null : "true" });
      describe();
    },
  };
}

export function textField(label: string, hint: string | null, attrs = {}): Field<HTMLInputElement> {
  return field(h("input", { attrs: { type: "text", ...attrs } }), label, hint);
}

export function textArea(label: string, hint: string): Field<HTMLTextAreaElement> {
  return field(h("textarea", { attrs: { rows: 5 } }), label, hint);
}

export function selectField(
  label: string,
  please: string,
  options: [string, string][],
): Field<HTMLSelectElement> {
  const result = field(h("select"), label, null);
  fillSelect(result.control, please, options);
  return result;
}

/** Replaces the options and keeps what was chosen where it is still offered. */
export function fillSelect(
  select: HTMLSelectElement,
  please: string,
  options: [string, string][],
): void {
  const chosen = select.value;
  replaceChildren(
    select,
    h("option", { attrs: { value: "" } }, please),
    ...options.map(([value, text]) => h("option", { attrs: { value } }, text)),
  );
  select.value = options.some(([value]) => value === chosen) ? chosen : "";
}

export interface Choice<T extends string> {
  element: HTMLElement;
  value: () => T;
  set: (value: T) => void;
}

/** One of a few, all visible at once. */
export function choice<T extends string>(
  legend: string,
  options: [T, string][],
  first: T,
): Choice<T> {
  const name = nextId("choice");
  const inputs = options.map(([value, text]) => {
    const input = h("input", { attrs: { type: "radio", name, value } });
    return { input, line: h("label", { class: "choice" }, input, h("span", {}, text)) };
  });
  const set = (value: T): void => {
    for (const { input } of inputs) input.checked = input.value === value;
  };
  set(first);
  return {
    element: h(
      "fieldset",
      { class: "field" },
      h("legend", {}, legend),
      ...inputs.map(({ line }) => line),
    ),
    value: () => (inputs.find(({ input }) => input.checked)?.input.value ?? first) as T,
    set,
  };
}
