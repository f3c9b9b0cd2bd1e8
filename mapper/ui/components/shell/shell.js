/**
 * What Streamlit's page lacks around ours: its language, a main landmark, links that open
 * without a reload, focus that follows them, and a menu that closes. Without this file every
 * link still works by loading the page.
 */

const MAIN = ".st-key-page_content";
const SETTLED_MS = 120;
const PATIENCE_MS = 4000;

let pages = new Set();
let afterChange = null;

/**
 * Streamlit's main element holds our bar and footer too, and is a tab stop; the content alone
 * is what people want to jump to.
 */
function markMain() {
  const outer = document.querySelector('[data-testid="stMain"]');
  const main = document.querySelector(MAIN);
  if (!outer || !main || main.getAttribute("role") === "main") return;
  outer.setAttribute("role", "presentation");
  outer.removeAttribute("tabindex");
  main.setAttribute("role", "main");
}

function focusContent() {
  document.getElementById("inhalt")?.focus({ preventScroll: true });
}

/** Focus the new content's heading once the page has stopped changing. */
function followFocus() {
  const started = Date.now();
  let timer = 0;
  const finish = () => {
    afterChange = null;
    focusContent();
  };
  afterChange = () => {
    clearTimeout(timer);
    timer = setTimeout(finish, Date.now() - started > PATIENCE_MS ? 0 : SETTLED_MS);
  };
}

function linkOf(event) {
  const path = event.composedPath();
  return path.find((node) => node instanceof HTMLAnchorElement && node.href) ?? null;
}

function isPlainClick(event) {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return !event.defaultPrevented && button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);
}

/** A language chosen by hand stays chosen on the next page. */
function keepLanguage(url) {
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang && !url.searchParams.has("lang")) url.searchParams.set("lang", lang);
}

function open(url) {
  keepLanguage(url);
  if (url.href === location.href) return;
  history.pushState({}, "", url);
  window.scrollTo(0, 0);
  followFocus();
  window.dispatchEvent(new PopStateEvent("popstate"));
}

function onClick(event) {
  closeMenus(event);
  const link = isPlainClick(event) ? linkOf(event) : null;
  if (!link || (link.target && link.target !== "_self") || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !pages.has(url.pathname)) return;
  if (link.getAttribute("href") === "#inhalt") {
    event.preventDefault();
    focusContent();
    return;
  }
  const samePage = url.pathname === location.pathname && url.search === location.search;
  if (url.hash && samePage) return;
  event.preventDefault();
  open(url);
}

/** Close every open menu but the one the event happened in. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.ik-menu[open]")) {
    const chosen = event.target instanceof Element && event.target.closest("a");
    if (chosen || !menu.contains(event.target)) menu.open = false;
  }
}

function onKey(event) {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.ik-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
}

/** A menu left with the keyboard closes; the links in it stay usable while focus is inside. */
function onFocus(event) {
  for (const menu of document.querySelectorAll("details.ik-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function onMutation() {
  markMain();
  afterChange?.();
}

let installed = false;

/** Once for the life of the page: the frame is on every page, so nothing is ever taken away. */
function install() {
  if (installed) return;
  installed = true;
  new MutationObserver(onMutation).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", onFocus);
}

export default function shell({ data }) {
  pages = new Set(data.pages);
  document.documentElement.lang = data.lang;
  markMain();
  install();
}
