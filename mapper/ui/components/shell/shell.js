/**
 * What Streamlit's page lacks around ours: its language, links that open without a reload, focus
 * that follows them, and a menu that closes. Without this file every link still works by loading
 * the page.
 */

const SHORT_RUN_MS = 600;
const PATIENCE_MS = 8000;
// Shorter interruptions pass without a word.
const UNNOTICED_MS = 2000;
const CONNECTION = "data-test-connection-state";

const PARTS_OF_MENUS = ["stMultiSelect", "stSelectbox"]
  .flatMap((name) =>
    ["button[aria-label]", '[role="group"][aria-label]'].map(
      (part) => `[data-testid="${name}"] ${part}`,
    ),
  )
  .join(", ");

let pages = new Set();
let words = {};
let following = 0;
let waiting = 0;
let noticing = 0;

/** Streamlit's main element is a tab stop of its own, which nobody needs: the window scrolls. */
function freeMain() {
  document.querySelector('[data-testid="stMain"][tabindex]')?.removeAttribute("tabindex");
}

let focusTaken = "";

/** Something new asks for the focus, such as the next idea's heading after a decision. */
function giveFocus() {
  const asking = document.querySelector("[data-take-focus]");
  const token = asking?.dataset.takeFocus ?? "";
  if (!token || token === focusTaken) return;
  focusTaken = token;
  asking.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  if (asking.getBoundingClientRect().top > window.innerHeight) asking.scrollIntoView();
}

/** Streamlit names the parts of its fields in English; an option of the same words stays as it is. */
function translateLabels() {
  for (const button of document.querySelectorAll(PARTS_OF_MENUS)) {
    const label = button.getAttribute("aria-label");
    const [, removed] = /^Remove (.+)$/.exec(label) ?? [];
    const said = removed ? words.Remove?.replace("{name}", removed) : words[label];
    if (said && said !== label) button.setAttribute("aria-label", said);
  }
  for (const thumb of document.querySelectorAll('[data-testid="stSlider"] input[aria-label]')) {
    const [, name, end] = /^(.+) — (start|end)$/.exec(thumb.getAttribute("aria-label")) ?? [];
    if (words[end]) thumb.setAttribute("aria-label", `${name}: ${words[end]}`);
  }
}

/**
 * Streamlit answers a lost connection with a modal dialog for programmers, in English, which locks
 * the page: nobody could go on writing. Closed by its own button it stays away until the next loss.
 */
function closeErrorDialog() {
  if (!isConnected()) document.querySelector(".stDialog button[aria-label]")?.click();
}

/** One sentence while the connection is away; a screen reader says it without being asked. */
function showConnection() {
  clearTimeout(noticing);
  if (isConnected()) {
    document.getElementById("ik-connection")?.replaceChildren();
    return;
  }
  noticing = setTimeout(() => {
    const notice = document.getElementById("ik-connection");
    if (!isConnected() && notice) notice.textContent = words.connection;
  }, UNNOTICED_MS);
}

function addNotice() {
  const notice = document.createElement("p");
  notice.id = "ik-connection";
  notice.setAttribute("role", "status");
  document.body.append(notice);
}

function onChange() {
  closeErrorDialog();
  freeMain();
  translateLabels();
  giveFocus();
}

function focusContent() {
  document.getElementById("inhalt")?.focus({ preventScroll: true });
}

function isRunning() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.getAttribute("data-test-script-state") === "running";
}

/** Focus the new content's heading once Streamlit has drawn the page that was asked for. */
function followFocus() {
  const started = Date.now();
  let hasRun = false;
  clearInterval(following);
  following = setInterval(() => {
    const waited = Date.now() - started;
    hasRun ||= isRunning();
    const done = hasRun ? !isRunning() : waited > SHORT_RUN_MS;
    if (!done && waited < PATIENCE_MS) return;
    clearInterval(following);
    requestAnimationFrame(focusContent);
  }, 40);
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

function isConnected() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.getAttribute(CONNECTION) === "CONNECTED";
}

/**
 * Without a connection Streamlit would change the address and go on showing the page before: wait
 * for it, and load the page anew when it stays away.
 */
function openWhenConnected(url) {
  const started = Date.now();
  clearInterval(waiting);
  keepLanguage(url);
  if (isConnected()) {
    open(url);
    return;
  }
  waiting = setInterval(() => {
    const late = Date.now() - started > PATIENCE_MS;
    if (!late && !isConnected()) return;
    clearInterval(waiting);
    if (late) location.assign(url);
    else open(url);
  }, 100);
}

const pushAddress = history.pushState.bind(history);

/**
 * Only a link opens another page: Streamlit, drawing one that was left meanwhile, would put its
 * address into the history once more.
 */
function keepPath() {
  history.pushState = (state, unused, url) => {
    const { pathname } = new URL(url ?? location.href, location.href);
    if (pathname === location.pathname) pushAddress(state, unused, url);
  };
}

function open(url) {
  if (url.href === location.href) return;
  pushAddress({}, "", url);
  window.scrollTo(0, 0);
  followFocus();
  window.dispatchEvent(new PopStateEvent("popstate"));
}

function onClick(event) {
  closeMenus(event);
  if (event.target instanceof Element && event.target.closest("[data-print]")) {
    window.print();
    return;
  }
  const link = isPlainClick(event) ? linkOf(event) : null;
  if (!link || (link.target && link.target !== "_self") || link.hasAttribute("download")) return;
  if (link.hasAttribute("data-reload")) return;
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
  openWhenConnected(url);
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

/** A form with `data-download` is answered with a file, or with a sentence that is shown in it. */
async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.download) return;
  event.preventDefault();
  const told = form.querySelector("[role=alert]");
  told.textContent = "";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": document.documentElement.lang,
      },
      body: JSON.stringify({ ...JSON.parse(form.dataset.download), format: event.submitter.value }),
    });
    if (answer.ok) keepFile(await answer.blob(), answer.headers.get("content-disposition") ?? "");
    else told.textContent = (await answer.json()).message;
  } catch {
    told.textContent = form.dataset.failed;
  }
}

function keepFile(content, disposition) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = /filename="([^"]+)"/.exec(disposition)?.[1] ?? "download";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE_MS);
}

/** What the desk keeps of an idea until it is sent is forgotten on every other page. */
function forgetDesk() {
  if (location.pathname === "/erfassung") return;
  try {
    for (const part of ["draft", "origin"]) sessionStorage.removeItem(`ideenkarte.desk.${part}`);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

let installed = false;

/** Once for the life of the page: the frame is on every page, so nothing is ever taken away. */
function install() {
  if (installed) return;
  installed = true;
  keepPath();
  addNotice();
  new MutationObserver(onChange).observe(document.body, { childList: true, subtree: true });
  new MutationObserver(showConnection).observe(document.body, {
    attributeFilter: [CONNECTION],
    subtree: true,
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("submit", onSubmit);
}

export default function shell({ data }) {
  pages = new Set(data.pages);
  words = data.words;
  document.documentElement.lang = data.lang;
  forgetDesk();
  install();
  // What was drawn before this file had arrived.
  onChange();
}
