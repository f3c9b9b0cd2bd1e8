/** The desk: staff write down ideas of others, one after the other, with the citizens' form. */
import { Refused } from "../api";
import { h, replaceChildren } from "../dom";
import { Form } from "../form";
import type { FormContext } from "../form_context";
import { explainFailure, type Failure } from "../form_words";
import { t } from "../i18n";
import { freshDraft } from "../keep";
import type { Shown } from "../mount";
import type { View } from "../stage";
import type { Draft, Place, Round } from "../types";
import { submitFor } from "./desk_api";
import { DeskMap } from "./desk_map";
import { Leaving } from "./leaving";
import { OriginFields } from "./origin";
import { Slip } from "./slip";
import { DeskStore } from "./store";
import type { DeskData, DeskReceipt, Origin } from "./types";

/** No particular place; in the one municipality where there is no other to choose. */
function nowhere({ municipalities }: DeskData): Place {
  const only = municipalities.length === 1 ? municipalities[0]?.ags : null;
  return { certainty: "none", lon: null, lat: null, district: null, municipality: only ?? null };
}

export class Desk implements Shown<DeskData> {
  private readonly map: DeskMap;
  private readonly store: DeskStore;
  private readonly origin: OriginFields;
  private readonly leaving: Leaving;
  private readonly offline = h("p", { class: "note", attrs: { role: "status" } });
  private form: Form<DeskReceipt> | null = null;
  private slip: Slip | null = null;
  /** The district of the idea before, for the next one. */
  private kept: Place | null = null;

  constructor(
    private readonly root: HTMLElement,
    private data: DeskData,
    view: View | null,
  ) {
    this.store = new DeskStore(data.desk.account);
    this.origin = new OriginFields(
      {
        data: () => this.data,
        explain: (error) => this.explain(error).sentence,
        onChange: (origin) => this.onOrigin(origin),
      },
      this.store.readOrigin(),
    );
    this.map = new DeskMap(
      root,
      {
        data: () => this.data,
        round: () => this.round(),
        isWriting: () => this.form !== null,
        onPlace: (place) => this.form?.setPlace(place),
        onChosen: () => this.showForm(),
        onNames: () => this.form?.showPlace(),
      },
      view,
    );
    this.leaving = new Leaving({
      isBegun: () => this.form?.isBegun() ?? false,
      forget: () => this.store.clear(),
    });
    this.showConnection();
    for (const name of ["online", "offline"]) window.addEventListener(name, this.showConnection);
    this.map.showRound();
    this.write(this.store.read() ?? this.fresh());
  }

  update(data: DeskData): void {
    this.data = data;
  }

  view(): View {
    return this.map.view();
  }

  destroy(): void {
    this.leaving.stop();
    for (const name of ["online", "offline"]) window.removeEventListener(name, this.showConnection);
    this.form?.destroy();
    this.slip?.destroy();
    this.map.destroy();
    this.root.textContent = "";
  }

  private round(): Round | null {
    const { round } = this.origin.value();
    return this.data.rounds.find(({ slug }) => slug === round) ?? null;
  }

  private onOrigin(origin: Origin): void {
    this.store.writeOrigin(origin);
    this.form?.setRound(origin.round);
    this.map.showRound();
  }

  private readonly showConnection = (): void => {
    this.offline.hidden = navigator.onLine;
    replaceChildren(this.offline, navigator.onLine ? null : t("desk.offline"));
  };

  private fresh(): Draft {
    return freshDraft(this.kept ?? nowhere(this.data), this.origin.value().round);
  }

  private write(draft: Draft): void {
    const { drawer } = this.map.layout;
    this.form = new Form(this.formContext(), { ...draft, round: this.origin.value().round });
    drawer.append(this.form.element);
    drawer.scrollTop = 0;
    this.map.showPlace(this.form.place());
  }

  private formContext(): FormContext<DeskReceipt> {
    return {
      data: () => this.data,
      gazetteer: this.map.gazetteer,
      drafts: this.store,
      words: {
        heading: t("form.heading"),
        move: t("desk.choose_place"),
        nameHint: t("desk.name_hint"),
        whoSees: t("desk.who_sees"),
      },
      above: {
        element: h("div", { class: "desk-above" }, this.offline, this.origin.element),
        check: () => this.origin.check(),
      },
      submit: (sent) => submitFor(sent, this.origin.value(), this.data.lang),
      explain: (error) => this.explain(error),
      onMove: () => this.map.choose(this.form?.place() ?? nowhere(this.data)),
      onClose: null,
      onDiscard: () => this.startAnew(),
      onSaved: (receipt, sent, changed) => this.onSaved(receipt, sent, changed),
    };
  }

  private showForm(): void {
    this.map.showPlace(this.form?.place() ?? null);
    this.form?.focusTitle();
  }

  private onSaved(receipt: DeskReceipt, sent: Draft, changed: boolean): void {
    this.kept = sent.place.certainty === "district" ? sent.place : null;
    this.map.stopChoosing();
    this.form?.destroy();
    this.form = null;
    this.map.showPlace(null);
    const { desk, lang } = this.data;
    const onNext = () => this.startAnew();
    const title = sent.title.trim();
    this.slip = new Slip({ receipt, title, town: desk.town, changed, onNext }, lang);
    this.map.layout.drawer.append(this.slip.element);
    this.map.layout.drawer.scrollTop = 0;
    this.slip.focusStart();
    this.origin.forNext();
  }

  /** Nothing of the last idea is left but how it came in, and its district. */
  private startAnew(): void {
    this.slip?.destroy();
    this.slip = null;
    this.form?.destroy();
    this.write(this.store.read() ?? this.fresh());
    this.form?.focusTitle();
  }

  private explain(error: unknown): Failure {
    if (error instanceof Refused && error.status === 401) {
      const attrs = { href: this.data.desk.sign_in, target: "_blank", rel: "noopener" };
      const remedy = h("a", { attrs }, t("desk.sign_in"));
      return { field: null, sentence: t("desk.ended"), remedy, unknown: true };
    }
    if (!(error instanceof Refused) || error.status >= 500) {
      return { field: null, sentence: t("desk.not_sent"), unknown: true };
    }
    return explainFailure(error, this.map.gazetteer);
  }
}
