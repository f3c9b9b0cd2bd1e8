/** On "Idee": a quiet way to say that a text should not be public. */
import { Refused, sendReport } from "./api";
import { button, focusOn, h, replaceChildren } from "./dom";
import { selectField, textArea } from "./fields";
import { t } from "./i18n";

const REASONS = ["personal_data", "insult", "illegal", "advertising", "other"];
const MOST_WORDS = 500;

/** What was begun, by idea: another language draws the page anew, and must lose nothing. */
const begun = new Map<string, { reason: string; body: string }>();

export class ReportForm {
  readonly element = h("details", { class: "report" });
  private readonly reason = selectField(
    t("report.reason"),
    t("choose.please"),
    REASONS.map((key) => [key, t(`report.reason.${key}`)]),
  );
  private readonly body = textArea(t("report.body"), t("report.body_hint"));
  private readonly problem = h("p", { class: "error", attrs: { role: "alert" } });
  private readonly send = button(t("report.send"), () => {}, {
    class: "button primary",
    attrs: { type: "submit" },
  });
  private sending = false;

  constructor(
    private readonly id: string,
    private readonly lang: string,
  ) {
    const kept = begun.get(id);
    this.reason.control.value = kept?.reason ?? "";
    this.body.control.value = kept?.body ?? "";
    this.body.control.maxLength = MOST_WORDS;
    this.body.control.rows = 3;
    const form = h(
      "form",
      {
        attrs: { novalidate: true },
        on: {
          input: () => this.keep(),
          submit: (event) => {
            event.preventDefault();
            void this.submit();
          },
        },
      },
      h("p", {}, t("report.hint")),
      this.reason.element,
      this.body.element,
      this.problem,
      h("p", {}, this.send),
    );
    this.element.append(h("summary", {}, t("report.start")), form);
    this.element.open = kept !== undefined;
  }

  private keep(): void {
    begun.set(this.id, { reason: this.reason.control.value, body: this.body.control.value });
    if (this.reason.control.value) this.reason.setError(null);
  }

  private async submit(): Promise<void> {
    if (this.sending) return;
    const reason = this.reason.control.value;
    this.reason.setError(reason ? null : t("report.choose"));
    if (!reason) {
      focusOn(this.reason.control);
      return;
    }
    this.setSending(true);
    try {
      const body = this.body.control.value;
      const { shown } = await sendReport({ public_id: this.id, reason, body }, this.lang);
      begun.delete(this.id);
      this.thank(shown);
    } catch (error) {
      replaceChildren(this.problem, explain(error));
    } finally {
      this.setSending(false);
    }
  }

  private setSending(sending: boolean): void {
    this.sending = sending;
    this.send.textContent = t(sending ? "form.sending" : "report.send");
    if (sending) replaceChildren(this.problem);
  }

  private thank(shown: boolean): void {
    const thanks = h("p", { class: "note", attrs: { tabindex: -1, role: "status" } });
    this.element.replaceWith(thanks);
    thanks.textContent = [t("report.thanks"), !shown && t("report.hidden")]
      .filter(Boolean)
      .join(" ");
    focusOn(thanks);
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Refused)) return t("report.network");
  return error.status === 404 ? t("idea.not_public") : error.message || t("report.network");
}
