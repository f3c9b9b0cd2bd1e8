/** The form for a new import, from the files to the page of the import. */
import { Refused } from "../api";
import { h, nextId, replaceChildren } from "../dom";
import { t } from "../i18n";
import { Aborted, type Sending, send } from "./send";
import { SourceFields } from "./source";
import { TargetFields } from "./target";
import type { UploadData } from "./types";

const SAID_EVERY = 10;

export class UploadForm {
  private readonly source: SourceFields;
  private readonly target: TargetFields;
  private readonly bar = h("progress", { attrs: { max: 100, value: 0 } });
  private readonly share = h("span", { attrs: { "aria-hidden": "true" } });
  private readonly said = h("p", { class: "ik-listen", attrs: { role: "status" } });
  private readonly under = h("div", { class: "ik-sending", attrs: { hidden: true } });
  private readonly problem = h("div", { class: "ik-problem", attrs: { role: "alert" } });
  private readonly submit = h("button", { class: "ik-button", attrs: { type: "submit" } });
  private sending: Sending | null = null;

  constructor(
    root: HTMLElement,
    private data: UploadData,
  ) {
    this.target = new TargetFields(data);
    this.source = new SourceFields(data, (title) => {
      this.target.propose(title);
      this.hide();
    });
    this.bar.setAttribute("aria-label", t("progress"));
    const heading = h("h3", { attrs: { id: nextId("import") } }, t("heading"));
    const cancel = h(
      "button",
      { class: "ik-second", attrs: { type: "button" }, on: { click: () => this.sending?.abort() } },
      t("cancel"),
    );
    this.under.append(this.bar, this.share, cancel);
    this.submit.textContent = t("send");
    const form = h(
      "form",
      {
        class: "ik-upload",
        attrs: { novalidate: true, "aria-labelledby": heading.id },
        on: {
          submit: (event) => {
            event.preventDefault();
            void this.begin();
          },
        },
      },
      heading,
      this.source.element,
      this.target.element,
      this.problem,
      this.said,
      this.under,
      h("div", {}, this.submit),
    );
    root.append(form);
    this.hide();
    window.addEventListener("beforeunload", (event) => {
      if (this.sending) event.preventDefault();
    });
  }

  update(data: UploadData): void {
    this.data = data;
    this.source.update(data);
    this.target.update(data);
  }

  private async begin(): Promise<void> {
    if (this.sending) return;
    this.hide();
    const body = new FormData();
    const missing = this.source.fill(body);
    if (missing) {
      this.source.focus();
      this.refuse(missing);
      return;
    }
    if (!this.target.fill(body)) return;
    this.tell(0);
    this.sending = send(body, this.data.lang, (share) => this.tell(share));
    this.under.hidden = false;
    // Not `disabled`, which would take the focus away from where somebody reads.
    this.submit.setAttribute("aria-disabled", "true");
    try {
      const { id } = await this.sending.done;
      this.open(id);
    } catch (error) {
      this.fail(error);
    } finally {
      this.sending = null;
      this.under.hidden = true;
      this.submit.removeAttribute("aria-disabled");
    }
  }

  /** Shown to the eye at once; said aloud at every tenth. */
  private tell(share: number): void {
    const percent = Math.floor(share * 100);
    this.bar.value = percent;
    this.share.textContent = t(percent < 100 ? "sent" : "all_sent", { percent });
    const aloud = t(percent < 100 ? "sent" : "all_sent", {
      percent: percent - (percent % SAID_EVERY),
    });
    if (this.said.textContent !== aloud) this.said.textContent = aloud;
  }

  private fail(error: unknown): void {
    this.said.textContent = "";
    if (error instanceof Aborted) {
      this.said.textContent = t("given_up");
      this.submit.focus();
      return;
    }
    if (!(error instanceof Refused)) {
      this.refuse(t("broken_off"));
    } else if (error.status === 401) {
      const link = h(
        "a",
        { class: "ik-link", attrs: { href: this.data.sign_in, target: "_blank" } },
        t("sign_in"),
      );
      this.refuse(t("signed_out"), link);
    } else if (!this.target.refuse(error.parameter, error.message)) {
      this.refuse(error.message);
    }
  }

  private refuse(sentence: string, link?: HTMLElement): void {
    this.problem.hidden = false;
    replaceChildren(this.problem, h("p", {}, sentence), link);
  }

  private hide(): void {
    this.problem.hidden = true;
    this.problem.textContent = "";
  }

  /** The page of the import, opened as any link of the page is. */
  private open(id: string): void {
    const link = h("a", { attrs: { href: `${this.data.page}${id}` } });
    document.body.append(link);
    link.click();
    link.remove();
  }
}
