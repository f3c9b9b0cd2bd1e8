/** Entry of the component: mounts a view once per place on the page and hands it new data after. */
import { CitizensMap } from "./citizens_map";
import { h } from "./dom";
import { useMessages } from "./i18n";
import { IdeaView } from "./idea";
import { MineView } from "./mine";
import type { View } from "./stage";
import type { ComponentData } from "./types";

interface Shown {
  update: (data: ComponentData) => void;
  destroy: () => void;
  view?: () => View;
}

interface Mounted {
  root: HTMLElement;
  data: ComponentData;
  shown: Shown | null;
}

/** What Streamlit calls: at first, and again at every change of the data. */
interface Component {
  parentElement: HTMLElement | ShadowRoot;
  data: ComponentData | null;
}

const mounted = new WeakMap<HTMLElement | ShadowRoot, Mounted>();

function build(root: HTMLElement, data: ComponentData, view: View | null): Shown {
  useMessages(data.messages, data.lang);
  if (data.view === "mine") return new MineView(root, data);
  if (data.view === "idea") return new IdeaView(root, data);
  return new CitizensMap(root, data, view);
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

async function mount(parent: HTMLElement | ShadowRoot, data: ComponentData): Promise<void> {
  const root = h("div", { class: `ideenkarte view-${data.view}`, attrs: { lang: data.lang } });
  const entry: Mounted = { root, data, shown: null };
  mounted.set(parent, entry);
  parent.appendChild(root);
  await stylesReady(parent);
  if (mounted.get(parent) === entry) entry.shown = build(root, entry.data, null);
}

function update(entry: Mounted, data: ComponentData): void {
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
  entry.shown = build(entry.root, data, view);
}

function isOnPage(parent: HTMLElement | ShadowRoot): boolean {
  return parent instanceof ShadowRoot ? parent.host.isConnected : parent.isConnected;
}

export default function component({ parentElement, data }: Component): () => void {
  const entry = mounted.get(parentElement);
  if (data && entry) update(entry, data);
  else if (data) void mount(parentElement, data);
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
}
