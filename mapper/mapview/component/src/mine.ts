/** The page "Meine Ideen": what this device holds the keys to. */
import { fetchOwn } from "./api";
import { Discard } from "./discard";
import { button, focusOn, h, replaceChildren } from "./dom";
import { t } from "./i18n";
import { forgetMine, keepMine, MAX_TOKENS, readMine } from "./keep";
import { ownEntry } from "./own_entry";
import type { ComponentData, OwnProposal } from "./types";

/** Takes the token of a private link out of the address, where others would see it. */
function takeToken(): string | null {
  const token = window.location.hash.replace(/^#/, "");
  if (!/^[\w-]{16,200}$/.test(token)) return null;
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", pathname + search);
  return token;
}

export class MineView {
  private readonly status = h("div", { attrs: { role: "status" } });
  private readonly list = h("div", { class: "own-list" });
  private readonly heading = h("h2", { class: "sr-only", attrs: { tabindex: -1 } }, t("mine.list"));
  private linked: string | null = takeToken();
  private readonly onHash = (): void => {
    const token = takeToken();
    if (!token) return;
    this.linked = token;
    void this.load();
  };

  constructor(
    private readonly root: HTMLElement,
    private data: ComponentData,
  ) {
    const section = h("section", { class: "mine", attrs: { "aria-label": t("mine.list") } });
    section.append(this.heading, this.status, this.list);
    root.append(section);
    window.addEventListener("hashchange", this.onHash);
    void this.load();
  }

  update(data: ComponentData): void {
    this.data = data;
    void this.load();
  }

  destroy(): void {
    window.removeEventListener("hashchange", this.onHash);
    this.root.textContent = "";
  }

  private tokens(): string[] {
    const kept = readMine().map(({ token }) => token);
    return [...new Set([this.linked, ...kept].filter((token) => token !== null))];
  }

  private async load(): Promise<void> {
    const tokens = this.tokens();
    if (tokens.length === 0) {
      this.showEmpty();
      return;
    }
    replaceChildren(this.status, h("p", { class: "quiet" }, t("mine.loading")));
    try {
      const ideas = await this.fetchAll(tokens);
      replaceChildren(this.status);
      this.show(ideas, tokens);
    } catch {
      const again = button(t("notice.retry"), () => void this.load());
      replaceChildren(this.status, h("p", { class: "error" }, t("mine.failed")), again);
    }
  }

  /** The route takes a limited number of tokens at a time; indexes refer to the whole list. */
  private async fetchAll(tokens: string[]): Promise<OwnProposal[]> {
    const all: OwnProposal[] = [];
    for (let start = 0; start < tokens.length; start += MAX_TOKENS) {
      const part = await fetchOwn(tokens.slice(start, start + MAX_TOKENS), this.data.lang);
      all.push(...part.map((idea) => ({ ...idea, token_index: idea.token_index + start })));
    }
    return all.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }

  private show(ideas: OwnProposal[], tokens: string[]): void {
    if (this.linked && !ideas.some((idea) => tokens[idea.token_index] === this.linked)) {
      replaceChildren(this.status, h("p", { class: "error" }, t("mine.unknown_link")));
    }
    if (ideas.length === 0) {
      this.showEmpty();
      return;
    }
    const entries = ideas.map((idea) => {
      const token = tokens[idea.token_index] ?? "";
      return ownEntry(idea, this.data, [this.keeping(idea, token)]);
    });
    replaceChildren(this.list, ...entries, mapLink(t("mine.map")));
  }

  /** A private link opened here may be kept on this device; what is kept may be forgotten. */
  private keeping(idea: OwnProposal, token: string): HTMLElement {
    if (readMine().some((key) => key.public_id === idea.public_id)) {
      const forget = new Discard(
        () => true,
        () => {
          forgetMine(idea.public_id);
          if (this.linked === token) this.linked = null;
          focusOn(this.heading);
          void this.load();
        },
        {
          start: t("mine.forget"),
          question: t("mine.forget_question"),
          yes: t("mine.forget_yes"),
          no: t("mine.forget_no"),
        },
      );
      return forget.element;
    }
    return button(t("mine.keep"), () => {
      keepMine({ token, public_id: idea.public_id, created_at: idea.created_at });
      focusOn(this.heading);
      void this.load();
    });
  }

  private showEmpty(): void {
    replaceChildren(
      this.list,
      h("div", { class: "panel empty" }, h("p", {}, t("mine.empty")), mapLink(t("mine.first"))),
    );
  }
}

export function mapLink(text: string): HTMLElement {
  return h("p", {}, h("a", { class: "button primary", attrs: { href: "/" } }, text));
}
