/** Mounts a view once per place on the page, and hands it new data after. */
import { h } from "./dom";
import { useMessages } from "./i18n";
import type { View } from "./stage";
import type { ComponentData } from "./types";

export interface Shown<D> {
  update(data: D): void;
  destroy: () => void;
  view?: () => View;
}

/** Tells the page something, which knows it from then on. */
export type Tell = (name: string, value: unknown) => void;

export type Build<D> = (root: HTMLElement, data: D, view: View | null, tell: Tell) => Shown<D>;

interface Mounted<D> {
  root: HTMLElement;
  data: D;
  shown: Shown<D> | null;
  tell: Tell;
}

/** What Streamlit calls: at first, and again at every change of the data. */
interface Component<D> {
  parentElement: HTMLElement | ShadowRoot;
  data: D | null;
  setStateValue: Tell;
}

/** The style sheet is loaded beside this script; a map measured before it comes would be flat. */
async function stylesReady(parent: HTMLElement | ShadowRoot): Promise<void> {
  const link = parent.querySelector<HTMLLinkElement>("link[rel=stylesheet]");
  if (!link || link.sheet) return;
  await new Promise<void>((resolve) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve());
    window.setTimeout(resolve, 5000);
  });
}

function isOnPage(parent: HTMLElement | ShadowRoot): boolean {
  return parent instanceof ShadowRoot ? parent.host.isConnected : parent.isConnected;
}

/** The function that Streamlit wants of a component whose views are built so. */
export function mountable<D extends ComponentData>(
  build: Build<D>,
): (component: Component<D>) => () => void {
  const mounted = new WeakMap<HTMLElement | ShadowRoot, Mounted<D>>();

  function show(entry: Mounted<D>, view: View | null): Shown<D> {
    useMessages(entry.data.messages, entry.data.lang);
    return build(entry.root, entry.data, view, (name, value) => entry.tell(name, value));
  }

  async function mount(parent: HTMLElement | ShadowRoot, data: D, tell: Tell): Promise<void> {
    const root = h("div", { class: `ideenkarte view-${data.view}`, attrs: { lang: data.lang } });
    const entry: Mounted<D> = { root, data, shown: null, tell };
    mounted.set(parent, entry);
    parent.appendChild(root);
    await stylesReady(parent);
    if (mounted.get(parent) === entry) entry.shown = show(entry, null);
  }

  function update(entry: Mounted<D>, data: D): void {
    const before = entry.data;
    entry.data = data;
    if (!entry.shown || JSON.stringify(before) === JSON.stringify(data)) return;
    if (before.lang === data.lang && before.view === data.view) {
      useMessages(data.messages, data.lang);
      entry.shown.update(data);
      return;
    }
    // Another language: every word changes, so the view is made anew at the same place.
    const view = entry.shown.view?.() ?? null;
    entry.shown.destroy();
    entry.root.className = `ideenkarte view-${data.view}`;
    entry.root.lang = data.lang;
    entry.shown = show(entry, view);
  }

  return ({ parentElement, data, setStateValue }) => {
    const entry = mounted.get(parentElement);
    if (entry) entry.tell = setStateValue;
    if (data && entry) update(entry, data);
    else if (data) void mount(parentElement, data, setStateValue);
    return () => {
      // Streamlit also calls this for a rendering that a newer one has overtaken: only a place that
      // has left the page is cleared.
      window.setTimeout(() => {
        const left = mounted.get(parentElement);
        if (!left || isOnPage(parentElement)) return;
        left.shown?.destroy();
        left.root.remove();
        mounted.delete(parentElement);
      }, 0);
    };
  };
}
