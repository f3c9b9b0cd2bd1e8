/** Which layer an import goes to, and under which licence. */
import { h } from "../dom";
import { t } from "../i18n";
import { choice, line, setOptions } from "./fields";
import type { Target, UploadData } from "./types";

const NEW = "";
const OTHER = "other";
const OPEN = "";
/** The town's own, which has no licence yet: nothing is kept of that but whose it is. */
const OWN = "own";

export class TargetFields {
  readonly element: HTMLElement;
  private readonly layer = choice("layer", []);
  private readonly title = line("title", "", 80);
  private readonly kind = choice("kind", []);
  private readonly slug = line("slug", "slug_hint", 60);
  private readonly licence = choice("licence", []);
  private readonly otherLicence = line("licence_name", "", 120);
  private readonly attribution = line("attribution", "attribution_hint", 300);
  private layers: Target[] = [];
  private operator = "";
  private titleTyped = false;
  private slugTyped = false;

  constructor(data: UploadData) {
    this.update(data);
    this.layer.input.addEventListener("change", () => this.chooseLayer());
    this.licence.input.addEventListener("change", () => this.chooseLicence());
    this.title.input.addEventListener("input", () => {
      this.titleTyped = true;
      this.proposeSlug();
    });
    this.slug.input.addEventListener("input", () => {
      this.slugTyped = true;
    });
    const group = (legend: string, ...fields: HTMLElement[]) =>
      h("fieldset", {}, h("legend", {}, t(legend)), ...fields);
    this.element = h(
      "div",
      { class: "ik-target" },
      group("where_to", ...[this.layer, this.title, this.kind, this.slug].map((f) => f.element)),
      group("origin", ...[this.licence, this.otherLicence, this.attribution].map((f) => f.element)),
    );
    this.showFitting();
  }

  update(data: UploadData): void {
    this.layers = data.layers;
    this.operator = data.operator;
    const known = data.layers.map(({ slug, title }): [string, string] => [slug, title]);
    setOptions(this.layer, [[NEW, t("new_layer")], ...known]);
    setOptions(this.kind, data.kinds);
    const named = data.licences.map((name): [string, string] => [name, name]);
    setOptions(this.licence, [
      [OPEN, t("licence_open")],
      ...named,
      [OWN, t("own_data")],
      [OTHER, t("other_licence")],
    ]);
  }

  /** A title for a new layer, as long as nobody has typed one. */
  propose(title: string): void {
    if (this.titleTyped || !title) return;
    this.title.value = title;
    this.title.refuse("");
    this.proposeSlug();
  }

  /** Put into what is sent; false, and said at the field, when something is missing. */
  fill(body: FormData): boolean {
    const known = this.known;
    if (!known && !this.check()) return false;
    body.set("layer", known?.slug ?? this.slug.value);
    body.set("title", known?.title ?? this.title.value);
    body.set("role", known?.role ?? this.kind.value);
    body.set("licence", this.namedLicence);
    body.set("attribution", this.attribution.value);
    return true;
  }

  /** Show a refusal at the field that it means; false where there is no such field. */
  refuse(parameter: string | null, sentence: string): boolean {
    const field = this.known ? null : { slug: this.slug, title: this.title }[parameter ?? ""];
    if (!field) return false;
    field.refuse(sentence);
    field.input.focus();
    return true;
  }

  private get known(): Target | undefined {
    return this.layers.find(({ slug }) => slug === this.layer.value);
  }

  private get namedLicence(): string {
    const chosen = this.licence.value;
    return chosen === OTHER ? this.otherLicence.value : chosen === OWN ? "" : chosen;
  }

  private check(): boolean {
    const taken = this.layers.find(({ slug }) => slug === this.slug.value);
    if (!this.title.value) this.title.refuse(t("title_missing"));
    if (!this.slug.value) this.slug.refuse(t("slug_missing"));
    else if (taken) this.slug.refuse(t("slug_taken", { layer: taken.title }));
    const wrong = [!this.title.value && this.title, (!this.slug.value || taken) && this.slug];
    const first = wrong.find((field) => field);
    if (first) first.input.focus();
    return !first;
  }

  private chooseLayer(): void {
    const known = this.known;
    if (known) {
      const offered = [...this.licence.input.options].some(({ value }) => value === known.licence);
      this.licence.value = offered ? known.licence : OTHER;
      this.otherLicence.value = offered ? "" : known.licence;
      this.attribution.value = known.attribution;
    }
    this.showFitting();
  }

  private chooseLicence(): void {
    if (this.licence.value === OWN) this.attribution.value ||= this.operator;
    this.showFitting();
  }

  private showFitting(): void {
    for (const field of [this.title, this.kind, this.slug]) field.show(!this.known);
    this.otherLicence.show(this.licence.value === OTHER);
  }

  private proposeSlug(): void {
    if (this.slugTyped) return;
    const spelt: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
    this.slug.value = this.title.value
      .toLowerCase()
      .replace(/[äöüß]/g, (letter) => spelt[letter] ?? "")
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "");
    this.slug.refuse("");
  }
}
