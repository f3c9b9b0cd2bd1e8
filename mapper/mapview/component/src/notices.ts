/** Short sentences over the map: what is loading, what failed and can be tried again. */
import { button, h, replaceChildren } from "./dom";
import { t } from "./i18n";

export class Notices {
  readonly element = h("div", { class: "notices" });
  private readonly live = h("div", { attrs: { role: "status" } });
  private readonly failures = new Map<string, HTMLElement>();
  private timer = 0;

  constructor() {
    this.element.append(this.live);
  }

  /** Says something for a few seconds; null takes it back. */
  say(text: string | null, seconds = 6): void {
    window.clearTimeout(this.timer);
    replaceChildren(this.live, text && h("p", { class: "notice" }, text));
    if (text && seconds > 0) this.timer = window.setTimeout(() => this.say(null), seconds * 1000);
  }

  fail(key: string, text: string, retry: () => void): void {
    this.clear(key);
    const again = button(t("notice.retry"), () => {
      this.clear(key);
      retry();
    });
    const notice = h(
      "div",
      { class: "notice failed", attrs: { role: "alert" } },
      h("p", {}, text),
      again,
    );
    this.failures.set(key, notice);
    this.element.append(notice);
  }

  clear(key: string): void {
    this.failures.get(key)?.remove();
    this.failures.delete(key);
  }
}
