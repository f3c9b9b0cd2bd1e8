/** The page "Karte": looking around, choosing a place, writing an idea, being thanked. */
import * as L from "leaflet";
import { Card } from "./card";
import { Chooser } from "./choose";
import { focusOn, h, iconButton } from "./dom";
import { Form } from "./form";
import { Gazetteer } from "./gazetteer";
import { GroundView } from "./ground_view";
import { t } from "./i18n";
import { Bubble } from "./ideacard";
import { Ideas } from "./ideas";
import { keepMine, newKey, onDraftElsewhere, readDraft, removeDraft } from "./keep";
import { Labels } from "./labels";
import { attributionLine, buildLayout, fillWindow, isWide, type Layout } from "./layout";
import { Notices } from "./notices";
import { OwnPin, OwnPosition } from "./ownpin";
import { type Content, fillLegend, layerChoices, Panel, rememberedPanel } from "./panels";
import { Pins } from "./pins";
import { type Hit, Search } from "./search";
import { createStage, keepInView, listenToKeys, type View } from "./stage";
import { icon } from "./symbols";
import { Thanks } from "./thanks";
import type { ComponentData, Draft, Place, Receipt, Round } from "./types";

type Mode = "look" | "choosing" | "form" | "thanks";

export class CitizensMap {
  private readonly layout: Layout;
  private readonly map: L.Map;
  private readonly gazetteer: Gazetteer;
  private readonly notices = new Notices();
  private readonly card: Card;
  private readonly pins: Pins;
  private readonly labels: Labels;
  private readonly ground: GroundView;
  private readonly ideas: Ideas;
  private readonly bubble: Bubble;
  private readonly ownPin: OwnPin;
  private readonly legend: Panel;
  private readonly legendList = h("div", { class: "legend-list" });
  private readonly cleanups: (() => void)[] = [];
  private mode: Mode = "look";
  private roundSlug: string;
  private form: Form | null = null;
  private chooser: Chooser | null = null;
  private thanks: Thanks | null = null;

  constructor(
    private readonly root: HTMLElement,
    private data: ComponentData,
    view: View | null = null,
  ) {
    const current = () => this.data;
    this.roundSlug = data.round;
    this.layout = buildLayout(root);
    this.cleanups.push(fillWindow(root));
    this.gazetteer = new Gazetteer(current);
    this.card = this.buildCard();
    this.layout.corner.append(this.card.element);
    this.map = createStage(this.layout.map, {
      bounds: data.bounds,
      padding: this.padding(),
      view,
    });
    this.pins = new Pins(
      this.map,
      current,
      {
        onPin: (pin, element) => this.bubble.openPin(pin, element),
        onHeap: (pins, lat, lon, element) => this.bubble.openHeap(pins, lat, lon, element),
      },
      () => this.labels?.place(),
    );
    this.labels = new Labels(this.map, () => this.pins.boxes());
    this.ground = new GroundView(this.map, current, this.gazetteer, this.labels, this.notices, () =>
      this.onGroundLoaded(),
    );
    this.ideas = new Ideas(this.pins, current, this.notices, (count) =>
      this.card.showEmpty(count === 0),
    );
    this.bubble = new Bubble(this.map, current);
    this.ownPin = new OwnPin(this.map, (lat, lon) => this.onDragged(lat, lon));
    this.legend = new Panel("legend", t("legend.title"), this.legendList, () =>
      layers.set(false, false),
    );
    const layers = this.buildLayers();
    this.buildControls(layers);
    this.listen();
    this.start();
  }

  update(data: ComponentData): void {
    const roundGone = !data.rounds.some(({ slug }) => slug === this.roundSlug);
    const roundAsked = data.round !== this.data.round;
    this.data = data;
    this.card.showRound(this.roundSlug);
    if (roundGone || roundAsked) this.setRound(data.round);
    this.fillLegend();
  }

  view(): View {
    return { centre: this.map.getCenter(), zoom: this.map.getZoom() };
  }

  destroy(): void {
    for (const cleanup of this.cleanups) cleanup();
    this.chooser?.destroy();
    this.form?.destroy();
    this.map.remove();
    this.root.textContent = "";
  }

  private start(): void {
    this.card.showRound(this.roundSlug);
    this.card.offerDraft(readDraft());
    this.fillLegend();
    const roomy = this.layout.area.clientWidth >= 1100 && this.layout.area.clientHeight >= 640;
    const open = rememberedPanel() ?? (roomy ? "legend" : "none");
    if (open === "legend") this.legend.set(true, false);
    this.ground.showRound(this.round());
    this.ground.load();
    void this.ideas.load(this.roundSlug);
    void this.ideas.loadOwn().then(() => this.fillLegend());
  }

  private padding() {
    return isWide() && this.layout.area.clientWidth >= 1000
      ? { left: 380, top: 20, right: 76, bottom: 36 }
      : { left: 8, top: 130, right: 8, bottom: 110 };
  }

  private round(): Round | null {
    return this.data.rounds.find(({ slug }) => slug === this.roundSlug) ?? null;
  }

  private buildCard(): Card {
    const search = new Search(
      () => this.ground.hits(),
      (hit) => this.showHit(hit),
    );
    return new Card({
      data: () => this.data,
      search,
      onAdd: () => this.choose(false),
      onRound: (slug) => this.setRound(slug),
      onContinue: () => this.continueDraft(),
      onDiscard: () => {
        const draft = readDraft();
        if (draft) removeDraft(draft.client_key);
        this.card.offerDraft(null);
        focusOn(this.card.add);
      },
    });
  }

  private buildLayers(): Panel {
    const contents: [Content, string][] = [
      ["ideas", t("layers.ideas")],
      ["green", t("layers.green")],
      ["labels", t("layers.labels")],
    ];
    if (this.data.districts.length) contents.splice(1, 0, ["districts", t("layers.districts")]);
    const choices = layerChoices(contents, (content, visible) =>
      this.showContent(content, visible),
    );
    return new Panel("layers", t("layers.title"), choices, () => this.legend.set(false, false));
  }

  private showContent(content: Content, visible: boolean): void {
    if (content === "ideas") this.pins.show(visible);
    else if (content === "labels") this.labels.show(visible);
    else this.ground.show(content, visible);
  }

  private buildControls(layers: Panel): void {
    const position = new OwnPosition(this.map);
    const { controls, panels, area } = this.layout;
    controls.append(
      iconButton(t("controls.zoom_in"), icon("plus"), () => this.map.zoomIn()),
      iconButton(t("controls.zoom_out"), icon("minus"), () => this.map.zoomOut()),
      iconButton(t("controls.locate"), icon("locate"), () =>
        position.find((text) => this.notices.say(text)),
      ),
      layers.toggle,
      this.legend.toggle,
    );
    panels.append(layers.element, this.legend.element);
    area.append(this.notices.element, attributionLine(this.data));
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
  }

  private fillLegend(): void {
    fillLegend(this.legendList, {
      fields: this.data.action_fields,
      greenKinds: this.ground.greenKinds,
      districts: this.data.districts.length > 0,
      own: this.ideas.hasOwn(),
    });
  }

  private listen(): void {
    listenToKeys(this.map, {
      step: () => (this.mode === "choosing" ? 16 : 80),
      onEnter: () => {
        this.chooser?.confirmHere();
        return this.chooser !== null;
      },
      onEscape: () => this.escape(),
    });
    this.map.on("click", ({ latlng }) => this.onMapClick(latlng.wrap()));
    this.map.on("popupclose", () => {
      if (this.mode === "look" || this.mode === "thanks") this.ownPin.remove();
    });
    const observer = new ResizeObserver(() => this.map.invalidateSize({ pan: false }));
    observer.observe(this.layout.area);
    this.cleanups.push(() => observer.disconnect());
    this.cleanups.push(
      onDraftElsewhere((draft) => {
        if (this.mode === "look") this.card.offerDraft(draft);
      }),
    );
  }

  private escape(): boolean {
    if (this.chooser) this.cancelChoosing();
    else if (this.bubble.isOpen()) this.bubble.close(true);
    else if (this.form) this.closeForm();
    else return false;
    return true;
  }

  private onGroundLoaded(): void {
    this.form?.showPlace();
    this.chooser?.update();
    this.fillLegend();
  }

  private setMode(mode: Mode): void {
    this.mode = mode;
    this.layout.shell.dataset.mode = mode;
    this.layout.shell.classList.toggle("with-drawer", this.form !== null || this.thanks !== null);
    this.pins.rest(mode === "choosing");
    this.map.invalidateSize({ pan: false });
  }

  private setRound(slug: string): void {
    this.roundSlug = slug;
    this.card.showRound(slug);
    this.ground.showRound(this.round());
    this.bubble.close();
    void this.ideas.load(slug);
  }

  private showHit({ lat, lon, zoom }: Hit): void {
    this.map.setView([lat, lon], Math.max(zoom, this.map.getZoom()));
  }

  private onMapClick({ lat, lng }: L.LatLng): void {
    if (this.mode === "choosing") this.map.panTo([lat, lng]);
    else if (this.mode !== "form") this.propose(lat, lng);
  }

  /** A first, provisional pin: it opens nothing but a bubble. */
  private propose(lat: number, lon: number): void {
    const { inside, municipality, district, text } = this.gazetteer.describe(
      lon,
      lat,
      this.round(),
    );
    if (inside === false) {
      this.bubble.offer(lat, lon, text, null);
      return;
    }
    const place: Place = { certainty: "point", lon, lat, district, municipality };
    this.bubble.offer(lat, lon, text, () => this.openForm(place));
    this.ownPin.put(lat, lon);
  }

  private onDragged(lat: number, lon: number): void {
    if (!this.form) {
      this.propose(lat, lon);
      return;
    }
    const { inside, municipality, district, text } = this.gazetteer.describe(
      lon,
      lat,
      this.round(),
    );
    const before = this.form.place();
    if (inside === false) {
      this.notices.say(text);
      if (before.lat !== null && before.lon !== null) this.ownPin.put(before.lat, before.lon);
      return;
    }
    this.form.setPlace({ certainty: "point", lon, lat, district, municipality });
    this.notices.say(text);
  }

  private choose(moving: boolean): void {
    this.bubble.close();
    this.chooser?.destroy();
    const place = moving ? this.form?.place() : null;
    if (place && place.lat !== null && place.lon !== null) {
      this.map.setView([place.lat, place.lon], Math.max(this.map.getZoom(), 14), {
        animate: false,
      });
    }
    this.closeThanks();
    this.chooser = new Chooser(
      {
        map: this.map,
        data: () => this.data,
        gazetteer: this.gazetteer,
        round: () => this.round(),
        onPlace: (chosen) => this.onPlace(chosen),
        onCancel: () => this.cancelChoosing(),
      },
      moving,
    );
    this.ownPin.remove();
    this.layout.corner.append(this.chooser.element);
    this.setMode("choosing");
    this.chooser.focusMap();
  }

  private stopChoosing(): void {
    this.chooser?.destroy();
    this.chooser = null;
  }

  private cancelChoosing(): void {
    this.stopChoosing();
    if (this.form) this.showForm();
    else {
      this.setMode("look");
      focusOn(this.card.add);
    }
  }

  private onPlace(place: Place): void {
    this.stopChoosing();
    if (this.form) {
      this.form.setPlace(place);
      this.showForm();
    } else this.openForm(place);
  }

  private openForm(place: Place): void {
    const kept = readDraft();
    if (kept) this.notices.say(t("draft.reopened"));
    this.writeOn(kept ? { ...kept, place } : this.freshDraft(place));
  }

  private continueDraft(): void {
    const draft = readDraft();
    this.card.offerDraft(null);
    if (draft) this.writeOn(draft);
  }

  private freshDraft(place: Place): Draft {
    return {
      client_key: newKey(),
      round: this.roundSlug,
      place,
      title: "",
      body: "",
      action_field: "",
      public_precision: "exact",
      display_name: "",
    };
  }

  private writeOn(draft: Draft): void {
    this.closeThanks();
    this.form?.destroy();
    const open = this.data.rounds.some((round) => round.open && round.slug === draft.round);
    this.form = new Form(
      {
        data: () => this.data,
        gazetteer: this.gazetteer,
        onMove: () => this.choose(true),
        onClose: () => this.closeForm(),
        onDiscard: () => this.closeForm(),
        onSaved: (receipt, sent, changed) => this.onSaved(receipt, sent, changed),
      },
      open ? draft : { ...draft, round: this.roundSlug },
    );
    this.layout.drawer.append(this.form.element);
    this.showForm();
    performance.mark("ideenkarte:form-open");
  }

  private showForm(): void {
    this.setMode("form");
    this.bubble.close();
    const place = this.form?.place();
    this.ownPin.remove();
    if (place && place.lat !== null && place.lon !== null) {
      this.ownPin.put(place.lat, place.lon);
      keepInView(this.map, place.lat, place.lon);
    } else if (place?.district) {
      const point = this.ground.pointOfDistrict(place.district);
      if (point) this.map.setView([point[1], point[0]], Math.max(this.map.getZoom(), 12));
    }
    this.form?.focusStart();
  }

  private closeForm(): void {
    this.form?.destroy();
    this.form = null;
    this.ownPin.remove();
    this.setMode("look");
    const draft = readDraft();
    this.card.offerDraft(draft);
    if (draft) this.notices.say(t("draft.kept"));
    focusOn(this.card.add);
  }

  private closeThanks(): void {
    this.thanks?.element.remove();
    this.thanks = null;
  }

  private onSaved(receipt: Receipt, draft: Draft, changed: boolean): void {
    const { edit_token: token, public_id } = receipt;
    if (token) keepMine({ token, public_id, created_at: new Date().toISOString() });
    this.form?.destroy();
    this.form = null;
    this.ownPin.remove();
    const leave = (): void => {
      this.closeThanks();
      this.setMode("look");
      focusOn(this.card.add);
    };
    this.thanks = new Thanks({
      receipt,
      promise: this.data.review_promise,
      changed,
      onMap: leave,
      onAnother: () => {
        leave();
        this.choose(false);
      },
    });
    this.layout.drawer.append(this.thanks.element);
    this.setMode("thanks");
    this.thanks.focusStart();
    performance.mark("ideenkarte:thanks");
    this.ideas.addOwn(receipt, draft);
    this.card.showEmpty(false);
    this.card.offerDraft(readDraft());
    this.fillLegend();
  }
}
