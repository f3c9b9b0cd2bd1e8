/** Elements without HTML strings: text of citizens reaches the page as text nodes only. */

export type Child = Node | string | null | undefined | false;

type Attributes = Record<string, string | number | boolean | null | undefined>;
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export interface Options {
  class?: string;
  attrs?: Attributes;
  on?: Handlers;
}

let counter = 0;

/** An id that no other element of this page carries. */
export function nextId(stem: string): string {
  counter += 1;
  return `${stem}-${counter}`;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: Options = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (options.class) element.className = options.class;
  if (options.attrs) setAttributes(element, options.attrs);
  for (const [type, handler] of Object.entries(options.on ?? {})) {
    element.addEventListener(type, handler as EventListener);
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
}

export function replaceChildren(parent: Element, ...children: Child[]): void {
  parent.textContent = "";
  append(parent, children);
}

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

export function s(tag: string, attributes: Attributes = {}, ...children: Element[]): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  setAttributes(element, attributes);
  for (const child of children) element.appendChild(child);
  return element;
}

interface ButtonOptions extends Options {
  icon?: SVGElement;
}

/** A button that never submits a form by accident. */
export function button(
  label: string,
  onClick: (event: MouseEvent) => void,
  options: ButtonOptions = {},
): HTMLButtonElement {
  const { icon, ...rest } = options;
  return h(
    "button",
    {
      ...rest,
      class: rest.class ?? "button",
      attrs: { type: "button", ...rest.attrs },
      on: { ...rest.on, click: onClick },
    },
    icon,
    label,
  );
}

/** A button that shows an icon and says its name to everyone who cannot see it, or hovers. */
export function iconButton(
  label: string,
  icon: SVGElement,
  onClick: (event: MouseEvent) => void,
  attrs: Attributes = {},
): HTMLButtonElement {
  return h(
    "button",
    {
      class: "icon-button",
      attrs: { type: "button", "aria-label": label, title: label, ...attrs },
      on: { click: onClick },
    },
    icon,
  );
}

/** Focus without a jump of the page: the map must not scroll away under a reader. */
export function focusOn(element: HTMLElement | null | undefined): void {
  element?.focus({ preventScroll: true });
}

export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
