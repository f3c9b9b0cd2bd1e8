/** Place search over what the browser already holds: a combobox with a list (ARIA 1.2 pattern). */
import { h, nextId, replaceChildren, setAttributes } from "./dom";
import { compareNames, t } from "./i18n";
import { icon } from "./symbols";

export interface Hit {
  name: string;
  note: string;
  lon: number;
  lat: number;
  zoom: number;
}

const LIMIT = 8;

/**
 * Folds what people spell differently: case, umlauts (also as ae, oe, ue), ß, "Straße" as "Str.",
 * hyphens and other signs. Both sides of a comparison are folded, so only sameness matters.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/([aou])e/g, "$1")
    .replace(/strasse|stra?\.|str\b/g, "str")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** Names that begin with the text first, then those with a word that does, then all others. */
export function findHits(hits: Hit[], text: string): Hit[] {
  const wanted = fold(text);
  if (!wanted) return [];
  const ranked: { hit: Hit; rank: number }[] = [];
  for (const hit of hits) {
    const name = fold(hit.name);
    const at = name.indexOf(wanted);
    if (at < 0) continue;
    ranked.push({ hit, rank: at === 0 ? 0 : name[at - 1] === " " ? 1 : 2 });
  }
  ranked.sort((a, b) => a.rank - b.rank || compareNames(a.hit.name, b.hit.name));
  return ranked.slice(0, LIMIT).map(({ hit }) => hit);
}

export class Search {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly nothing: HTMLElement;
  private hits: Hit[] = [];
  private active = -1;

  constructor(
    private readonly source: () => Hit[],
    private readonly onPick: (hit: Hit) => void,
  ) {
    const listId = nextId("places");
    this.list = h("ul", {
      class: "search-list",
      attrs: { id: listId, role: "listbox", "aria-label": t("search.results"), hidden: true },
    });
    // The status says the same to those who listen.
    this.nothing = h(
      "p",
      { class: "search-none", attrs: { "aria-hidden": "true", hidden: true } },
      t("search.none"),
    );
    this.status = h("p", { class: "sr-only", attrs: { role: "status" } });
    this.input = h("input", {
      class: "search-input",
      attrs: {
        type: "text",
        role: "combobox",
        autocomplete: "off",
        "aria-label": t("search.label"),
        "aria-expanded": "false",
        "aria-controls": listId,
        "aria-autocomplete": "list",
        placeholder: t("search.placeholder"),
        enterkeyhint: "search",
      },
      on: {
        input: () => this.update(),
        keydown: (event) => this.onKey(event),
        blur: () => this.close(),
      },
    });
    const field = h("div", { class: "search-field" }, icon("search"), this.input);
    this.element = h(
      "div",
      { class: "search", attrs: { role: "search" } },
      field,
      this.list,
      this.nothing,
      this.status,
    );
  }

  private update(): void {
    this.active = -1;
    const text = this.input.value.trim();
    if (!text) {
      this.close();
      return;
    }
    this.hits = findHits(this.source(), text);
    const options = this.hits.map((hit, index) => this.option(hit, index));
    replaceChildren(this.list, ...options);
    this.list.hidden = options.length === 0;
    this.nothing.hidden = options.length > 0;
    setAttributes(this.input, {
      "aria-expanded": String(options.length > 0),
      "aria-activedescendant": null,
    });
    this.status.textContent = this.hits.length
      ? t("search.count", { count: this.hits.length })
      : t("search.none");
  }

  private option(hit: Hit, index: number): HTMLElement {
    return h(
      "li",
      {
        class: "search-option",
        attrs: { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" },
        on: {
          // Before the blur of the input, which would close the list under the finger.
          mousedown: (event) => event.preventDefault(),
          click: () => this.pick(hit),
        },
      },
      h("span", {}, hit.name),
      hit.note && h("span", { class: "quiet" }, hit.note),
    );
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (this.list.hidden && !this.input.value) return;
      if (this.list.hidden) this.input.value = "";
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) this.update();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const hit = this.hits[Math.max(0, this.active)];
      if (!this.list.hidden && hit) this.pick(hit);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(step: number): void {
    const count = this.hits.length;
    if (!count) return;
    this.active = this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count;
    Array.from(this.list.children).forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) option.scrollIntoView?.({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  private pick(hit: Hit): void {
    this.input.value = hit.name;
    this.close();
    this.status.textContent = t("search.shown", { place: hit.name });
    this.onPick(hit);
  }

  private close(): void {
    this.list.hidden = true;
    this.nothing.hidden = true;
    this.hits = [];
    this.active = -1;
    setAttributes(this.input, { "aria-expanded": "false", "aria-activedescendant": null });
  }
}
