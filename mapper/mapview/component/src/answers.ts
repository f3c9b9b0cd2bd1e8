/** What the town has answered to one of the reader's own ideas, the first answer first. */
import { h } from "./dom";
import { formatDate, t } from "./i18n";
import type { OwnAnswer } from "./types";

export function answerList(
  answers: OwnAnswer[],
  statuses: Record<string, string>,
): HTMLElement | null {
  if (answers.length === 0) return null;
  return h(
    "section",
    { class: "answers" },
    h("h3", {}, t("answers.heading")),
    h("ol", {}, ...answers.map((answer) => entry(answer, statuses))),
  );
}

function entry(answer: OwnAnswer, statuses: Record<string, string>): HTMLElement {
  const { response_status: status, decided_on, body, office, council_paper_url } = answer;
  return h(
    "li",
    {},
    h(
      "p",
      { class: "answer-head" },
      h("strong", {}, statuses[status] ?? status),
      h("span", { class: "quiet" }, formatDate(decided_on)),
    ),
    office !== null && h("p", { class: "quiet" }, t("answers.office", { office })),
    body !== null && h("p", { class: "body-text", attrs: { dir: "auto" } }, body),
    paperLink(council_paper_url),
  );
}

/** The link says where it leads before anybody follows it. */
function paperLink(url: string | null): HTMLElement | null {
  if (!url?.startsWith("https://")) return null;
  const { hostname } = new URL(url);
  const link = h(
    "a",
    { attrs: { href: url, rel: "external noopener noreferrer" } },
    `${t("answers.paper")} (${hostname})`,
  );
  return h("p", {}, link);
}
