/** Short sentences over the map: what is loading, what happened, what failed and can be retried. */
import { button, h, replaceChildren } from "./dom";
import { t } from "./i18n";

/** What is there sooner needs no word about its loading. */
const PATIENCE_MS = 600;
const SHOWN_MS = 6000;

export class Notices {
  readonly element = h("div", { class: "notices" });
  private readonly live = h("div", { attrs: { role: "status" } });
  private readonly loading = new Map<string, string>();
  private readonly failures = new Map<string, HTMLElement>();
  private said: string | null = null;
  private timer = 0;

  constructor() {
    this.element.append(this.live);
  }

  /** Says something for a few seconds. */
  say(text: string): void {
    window.clearTimeout(this.timer);
    this.said = text;
    this.show();
    this.timer = window.setTimeout(() => {
      this.said = null;
      this.show();
    }, SHOWN_MS);
  }

  /** Waits for something; says so when it takes long, and offers to try again when it fails. */
  async load(key: string, loading: string, failed: string, work: () => Promise<void>) {
    this.clear(key);
    const patience = window.setTimeout(() => {
      this.loading.set(key, loading);
      this.show();
    }, PATIENCE_MS);
    try {
      await work();
    } catch {
      this.fail(key, failed, () => void this.load(key, loading, failed, work));
    } finally {
      window.clearTimeout(patience);
      this.loading.delete(key);
      this.show();
    }
  }

  private show(): void {
    const texts = [...new Set([...this.loading.values(), this.said])].filter((text) => text);
    replaceChildren(this.live, ...texts.map((text) => h("p", { class: "notice" }, text)));
  }

  private fail(key: string, text: string, retry: () => void): void {
    this.clear(key);
    const notice = h(
      "div",
      { class: "notice failed", attrs: { role: "alert" } },
      h("p", {}, text),
      button(t("notice.retry"), retry),
    );
    this.failures.set(key, notice);
    this.element.append(notice);
  }

  private clear(key: string): void {
    this.failures.get(key)?.remove();
    this.failures.delete(key);
  }
}
