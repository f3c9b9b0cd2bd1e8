/** The page "Karte": looking around, choosing a place, writing an idea, being thanked. */
import * as L from "leaflet";
import { Card } from "./card";
import { focusOn, h, iconButton, replaceChildren } from "./dom";
import { Gazetteer } from "./gazetteer";
import { GroundView } from "./ground_view";
import { t } from "./i18n";
import { Bubble } from "./ideacard";
import { Ideas } from "./ideas";
import { onDraftElsewhere, readDraft, removeDraft } from "./keep";
import { Labels } from "./labels";
import { sampleOf } from "./layer_look";
import {
  attributionLine,
  buildLayout,
  coveredMargins,
  fillAttribution,
  fillWindow,
  type Layout,
  reserveAttribution,
} from "./layout";
import { Notices } from "./notices";
import { isTooFar, Overlays, overlayLegend } from "./overlays";
import { OwnPosition } from "./ownpin";
import { type Choice, fillLegend, layerChoices, Panel, rememberedPanel } from "./panels";
import { Pins } from "./pins";
import { type Hit, Search } from "./search";
import { createStage, listenToKeys, type View, viewOf, zoomButtons } from "./stage";
import { icon } from "./symbols";
import type { ComponentData, Round } from "./types";
import { Writing } from "./writing";

export class CitizensMap {
  private readonly layout: Layout;
  private readonly map: L.Map;
  private readonly gazetteer: Gazetteer;
  private readonly notices = new Notices();
  private readonly card: Card;
  private readonly pins: Pins;
  private readonly labels: Labels;
  private readonly ground: GroundView;
  private readonly overlays: Overlays;
  private readonly ideas: Ideas;
  private readonly bubble: Bubble;
  private readonly writing: Writing;
  private readonly legend: Panel;
  private readonly legendList = h("div", { class: "legend-list" });
  private readonly choices = h("div");
  private readonly attribution: HTMLElement;
  private readonly hidden = new Set<string>();
  private choicesSay = "";
  private readonly cleanups: (() => void)[] = [];
  private roundSlug: string;
  private lastHit: L.LatLngTuple | null = null;

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
      padding: coveredMargins(this.layout),
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
    this.attribution = attributionLine(data);
    this.overlays = new Overlays(
      this.map,
      current,
      (labels) => this.labels.set(["overlay"], labels),
      () => this.tellOverlays(),
      () => this.notices.say(t("layers.failed")),
    );
    this.ideas = new Ideas(this.pins, current, this.notices, (count) =>
      this.card.showEmpty(count === 0),
    );
    this.bubble = new Bubble(this.map, current, () => coveredMargins(this.layout));
    this.writing = new Writing({
      map: this.map,
      layout: this.layout,
      data: current,
      round: () => this.round(),
      setRound: (slug) => this.setRound(slug),
      gazetteer: this.gazetteer,
      ground: this.ground,
      overlays: this.overlays,
      notices: this.notices,
      bubble: this.bubble,
      pins: this.pins,
      ideas: this.ideas,
      card: this.card,
      sought: () => this.sought(),
      onStored: () => this.fillLegend(),
    });
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
    this.ground.restyle();
    this.overlays.update();
    this.tellOverlays();
  }

  view(): View {
    return viewOf(this.map);
  }

  destroy(): void {
    for (const cleanup of this.cleanups) cleanup();
    this.writing.destroy();
    this.overlays.destroy();
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
      onAdd: () => this.writing.choose(false),
      onRound: (slug) => this.setRound(slug),
      onContinue: () => this.writing.continueDraft(),
      onDiscard: () => {
        const draft = readDraft();
        if (draft) removeDraft(draft.client_key);
        this.card.offerDraft(null);
        focusOn(this.card.add);
      },
    });
  }

  private buildLayers(): Panel {
    this.fillChoices();
    return new Panel("layers", t("layers.title"), this.choices, () =>
      this.legend.set(false, false),
    );
  }

  /** The boxes in the order in which things lie on the map, the uppermost first. */
  private fillChoices(): void {
    const { districts, ground, overlays } = this.data;
    const part = (key: string, slug: string, words: string): Choice => ({
      key,
      title: ground[slug]?.title ?? words,
      shown: !this.hidden.has(key),
    });
    const choices: Choice[] = [
      { key: "ideas", title: t("layers.ideas"), shown: !this.hidden.has("ideas") },
      ...(districts.length ? [part("districts", "districts", t("layers.districts"))] : []),
      part("green", "green-spaces", t("layers.green")),
      { key: "labels", title: t("layers.labels"), shown: !this.hidden.has("labels") },
      ...[...overlays].reverse().map((one) => ({
        key: `overlay/${one.slug}`,
        title: one.title,
        shown: !this.overlays.isHidden(one.slug),
        sample: one.look && sampleOf(one.look, one.shapes),
        note: [one.internal && t("layers.internal"), isTooFar(this.map, one) && t("layers.too_far")]
          .filter(Boolean)
          .join(" · "),
      })),
    ];
    // Boxes stay as they are while nothing but their ticks has changed: one may have the focus.
    const said = JSON.stringify(choices.map(({ shown: _, sample: __, ...rest }) => rest));
    if (said === this.choicesSay) return;
    this.choicesSay = said;
    const show = (key: string, visible: boolean): void => this.showContent(key, visible);
    replaceChildren(this.choices, layerChoices(choices, show));
  }

  private showContent(key: string, visible: boolean): void {
    if (visible) this.hidden.delete(key);
    else this.hidden.add(key);
    if (key === "ideas") this.pins.show(visible);
    else if (key === "labels") this.labels.show(visible);
    else if (key === "districts" || key === "green") this.ground.show(key, visible);
    else this.overlays.show(key.slice("overlay/".length), visible);
  }

  /** What lies on the map has changed: its legend, its box and whose it is. */
  private tellOverlays(): void {
    this.fillLegend();
    this.layout.shell.classList.toggle("with-overlays", this.overlays.any());
    fillAttribution(this.attribution, this.data, this.overlays.attributions());
    this.fillChoices();
  }

  private buildControls(layers: Panel): void {
    const position = new OwnPosition(this.map);
    const { controls, panels, area, side } = this.layout;
    controls.append(
      ...zoomButtons(this.map),
      iconButton(t("controls.locate"), icon("locate"), () =>
        position.find((text) => this.notices.say(text)),
      ),
      layers.toggle,
      this.legend.toggle,
    );
    panels.append(layers.element);
    side.append(this.legend.element);
    area.append(this.notices.element, this.attribution);
    this.cleanups.push(reserveAttribution(area, this.attribution));
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
  }

  private fillLegend(): void {
    fillLegend(this.legendList, {
      fields: this.data.action_fields,
      greenKinds: this.ground.greenKinds,
      districts: this.data.districts.length > 0,
      own: this.ideas.hasOwn(),
      overlays: overlayLegend(
        this.data.overlays.filter(
          (one) => !this.overlays.isHidden(one.slug) && !isTooFar(this.map, one),
        ),
      ),
    });
  }

  private listen(): void {
    listenToKeys(this.map, {
      step: () => (this.writing.isChoosing() ? 16 : 80),
      onEnter: () => this.writing.confirm(),
      onEscape: () => this.writing.escape(),
    });
    const observer = new ResizeObserver(() => this.writing.fitSize());
    observer.observe(this.layout.map);
    this.cleanups.push(() => observer.disconnect());
    this.cleanups.push(
      onDraftElsewhere((draft) => {
        if (this.writing.isLooking()) this.card.offerDraft(draft);
      }),
    );
  }

  private onGroundLoaded(): void {
    this.overlays.begin();
    this.writing.renamePlaces();
    this.fillLegend();
  }

  private setRound(slug: string): void {
    this.roundSlug = slug;
    this.card.showRound(slug);
    this.ground.showRound(this.round());
    this.bubble.close();
    this.writing.followRound(slug);
    void this.ideas.load(slug);
  }

  private showHit({ lat, lon, zoom }: Hit): void {
    this.map.setView([lat, lon], Math.max(zoom, this.map.getZoom()));
    this.lastHit = [lat, lon];
  }

  private sought(): L.LatLngTuple | null {
    const middle = this.map.getSize().divideBy(2);
    const hit = this.lastHit;
    return hit && this.map.latLngToContainerPoint(hit).distanceTo(middle) < 2 ? hit : null;
  }
}
