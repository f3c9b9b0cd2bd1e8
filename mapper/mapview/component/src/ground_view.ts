/** Loads the ground and the names on it; each part appears when it is there and can be tried again. */
import type * as L from "leaflet";
import { fetchDistricts, fetchLayer, fetchPlaces } from "./api";
import type { Gazetteer } from "./gazetteer";
import { labelPoint } from "./geo";
import { drawArea, drawDistricts, drawGreenSpaces, drawMask, drawMunicipalities } from "./ground";
import { t } from "./i18n";
import type { Label, Labels } from "./labels";
import type { Notices } from "./notices";
import type { Hit } from "./search";
import type { ComponentData, Layer, LayerProperties, Round } from "./types";

/** A whole area fitted into a usual window comes out just under 11. */
const DISTRICT_NAMES_FROM = 10.7;
const GREEN_NAMES_FROM = 13;

type Point = [number, number];
type Ground = "municipalities" | "districts" | "green-spaces";

function pointOf(geometry: GeoJSON.Geometry | null): Point | null {
  if (geometry?.type === "Point")
    return [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0];
  return geometry ? labelPoint(geometry) : null;
}

export class GroundView {
  readonly greenKinds = new Set<string>();
  private green: { properties: LayerProperties; point: Point }[] = [];
  private districtPoints = new Map<string, Point>();
  private layers: Partial<Record<Ground, Layer>> = {};
  private drawn: Partial<Record<Ground | "area", L.Layer>> = {};
  private readonly hidden = new Set<Ground>();
  private styled = "";

  constructor(
    private readonly map: L.Map,
    private readonly data: () => ComponentData,
    private readonly gazetteer: Gazetteer,
    private readonly labels: Labels,
    private readonly notices: Notices,
    private readonly onLoaded: () => void,
  ) {
    map.on("zoomend", () => {
      for (const slug of Object.keys(this.layers) as Ground[]) this.follow(slug);
    });
  }

  load(): void {
    const loading = t("notice.borders_loading");
    void this.notices.load("borders", loading, t("notice.borders_failed"), () =>
      this.loadBorders(),
    );
    void this.notices.load("green", loading, t("notice.green_failed"), () => this.loadGreen());
    void this.loadPlaces();
  }

  private async loadBorders(): Promise<void> {
    const [municipalities, districts] = await Promise.all([
      fetchLayer("municipalities"),
      fetchDistricts(this.data()),
    ]);
    this.layers = { ...this.layers, municipalities, districts };
    this.drawBorders(municipalities, districts);
    performance.mark("ideenkarte:map-ready");
    this.onLoaded();
  }

  private drawBorders(municipalities: Layer, districts: Layer): void {
    this.gazetteer.municipalities = municipalities.features.length ? municipalities : null;
    this.gazetteer.districts = districts.features.length ? districts : null;
    const outlines = municipalities.features.length ? municipalities : districts;
    if (outlines.features.length) drawMask(this.map, outlines);
    this.restyle();
    const named = districts.features.length ? districts : municipalities;
    this.labels.set(
      ["town", "district"],
      named.features.flatMap((feature) => {
        const point = pointOf(feature.geometry);
        if (!point) return [];
        this.districtPoints.set(feature.properties.key, point);
        return [this.districtLabel(feature.properties, point)];
      }),
    );
  }

  private districtLabel(properties: LayerProperties, [lon, lat]: Point): Label {
    const town = this.isTown(properties);
    const minZoom = town ? 0 : DISTRICT_NAMES_FROM;
    return { text: properties.name, lon, lat, kind: town ? "town" : "district", minZoom };
  }

  /** The core town, the district that gives its municipality the name, or a municipality itself. */
  private isTown({ name, kind, key, municipality }: LayerProperties): boolean {
    const whole = this.gazetteer.municipalityName(municipality || key);
    const namesake =
      whole === name || whole.startsWith(`${name}/`) || whole.startsWith(`${name} (`);
    return namesake || kind.toLowerCase().includes("kernstadt") || kind === "core_town";
  }

  private async loadGreen(): Promise<void> {
    const layer = await fetchLayer("green-spaces");
    this.layers = { ...this.layers, "green-spaces": layer };
    this.restyle();
    for (const { geometry, properties } of layer.features) {
      this.greenKinds.add(properties.kind);
      const point = properties.name ? pointOf(geometry) : null;
      if (point) this.green.push({ properties, point });
    }
    this.labels.set(["green"], this.green.map(greenLabel));
    this.onLoaded();
  }

  private async loadPlaces(): Promise<void> {
    try {
      this.gazetteer.places = await fetchPlaces();
      this.onLoaded();
    } catch {
      // The map works without names of places near by; the districts are still named.
      this.gazetteer.places = [];
    }
  }

  showRound(round: Round | null): void {
    this.drawn.area?.remove();
    this.drawn.area = round?.area ? drawArea(this.map, round.area) : undefined;
  }

  show(content: "districts" | "green", visible: boolean): void {
    const slug = content === "green" ? "green-spaces" : content;
    if (visible) this.hidden.delete(slug);
    else this.hidden.add(slug);
    this.follow(slug);
  }

  /** Draws the ground as GIS staff publish it now. */
  restyle(): void {
    const { ground } = this.data();
    const given = JSON.stringify([ground, Object.keys(this.layers)]);
    if (given === this.styled) return;
    this.styled = given;
    const draw = {
      districts: drawDistricts,
      municipalities: drawMunicipalities,
      "green-spaces": drawGreenSpaces,
    };
    for (const slug of Object.keys(this.layers) as Ground[]) {
      const [layer, told] = [this.layers[slug], ground[slug]];
      if (!layer) continue;
      this.drawn[slug]?.remove();
      this.drawn[slug] = draw[slug](this.map, layer, told?.look);
      const pane = this.map.getPane(slug === "green-spaces" ? "green" : slug);
      if (pane && told) pane.style.zIndex = String(told.z);
      this.follow(slug);
    }
  }

  /** On the map or off it: as ticked, and as far as the map is close enough. */
  private follow(slug: Ground): void {
    const least = this.data().ground[slug]?.min_zoom ?? 0;
    const visible = !this.hidden.has(slug) && Math.round(this.map.getZoom()) >= least;
    if (visible) this.drawn[slug]?.addTo(this.map);
    else this.drawn[slug]?.remove();
  }

  pointOfDistrict(key: string): Point | null {
    return this.districtPoints.get(key) ?? null;
  }

  /** Everything the search can find, each name once per municipality. */
  hits(): Hit[] {
    const town = (ags: string) => this.gazetteer.municipalityName(ags);
    const hits: Hit[] = [];
    for (const { key, name, municipality } of this.data().districts) {
      const point = this.districtPoints.get(key);
      const note = [t("kind.district"), town(municipality)].join(", ");
      if (point) hits.push({ name, note, lon: point[0], lat: point[1], zoom: 13 });
    }
    for (const { properties, point } of this.green) {
      const note = [t("kind.green"), town(properties.municipality)].filter(Boolean).join(", ");
      hits.push({ name: properties.name, note, lon: point[0], lat: point[1], zoom: 15 });
    }
    for (const { name, lon, lat, municipality } of this.gazetteer.places) {
      hits.push({ name, note: town(municipality), lon, lat, zoom: 15 });
    }
    return onceEach(hits);
  }
}

function greenLabel({ properties, point }: { properties: LayerProperties; point: Point }): Label {
  const [lon, lat] = point;
  return { text: properties.name, lon, lat, kind: "green", minZoom: GREEN_NAMES_FROM };
}

function onceEach(hits: Hit[]): Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ name, note }) => {
    const key = `${name}|${note.split(", ").pop() ?? ""}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
