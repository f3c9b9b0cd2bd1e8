/** The files chosen so far: shown, taken away again, and looked at by their names. */
import { h, replaceChildren } from "../dom";
import { formatNumber, joinWithOr, t } from "../i18n";

const MB = 1_000_000;
const PARTS_OF_SHAPEFILES = [".shp", ".shx", ".dbf"];

export class ChosenFiles {
  readonly element = h("div", { class: "ik-files" });
  private files: File[] = [];

  constructor(private readonly changed: () => void) {}

  get all(): readonly File[] {
    return this.files;
  }

  get megabytes(): number {
    return this.files.reduce((sum, file) => sum + file.size, 0) / MB;
  }

  /** More files; one of the same name takes the place of the former. */
  add(more: Iterable<File>): void {
    const added = [...more];
    const names = new Set(added.map((file) => file.name));
    this.files = [...this.files.filter((file) => !names.has(file.name)), ...added];
    this.draw();
  }

  /** The first name without its ending, as people would write it. */
  proposeTitle(): string {
    const name = this.files[0]?.name ?? "";
    const words = name.replace(/(\.[a-z0-9]{1,8})+$/i, "").replace(/[_\s]+/g, " ");
    return words.trim().replace(/^./, (letter) => letter.toUpperCase());
  }

  private remove(file: File): void {
    this.files = this.files.filter((one) => one !== file);
    this.draw();
    this.element.dispatchEvent(new CustomEvent("emptied", { bubbles: true }));
  }

  private draw(): void {
    const rows = this.files.map((file) =>
      h(
        "li",
        {},
        h("bdi", { class: "ik-file-name" }, file.name),
        h("span", { class: "ik-quiet" }, size(file.size)),
        h(
          "button",
          {
            class: "ik-plain-button",
            attrs: { type: "button", "aria-label": t("remove_file", { name: file.name }) },
            on: { click: () => this.remove(file) },
          },
          t("remove"),
        ),
      ),
    );
    const list = rows.length > 0 && h("ul", { attrs: { "aria-label": t("files") } }, ...rows);
    const notes = this.notes().map((note) => h("p", { class: "ik-note" }, note));
    replaceChildren(this.element, list, ...notes);
    this.changed();
  }

  /** What can be said of a shapefile before it is sent. */
  private notes(): string[] {
    const endings = this.files.map((file) => /\.[a-z0-9]+$/i.exec(file.name)?.[0].toLowerCase());
    const has = (ending: string) => endings.includes(ending);
    if (!PARTS_OF_SHAPEFILES.some(has)) return [];
    const missing = PARTS_OF_SHAPEFILES.filter((part) => !has(part));
    if (missing.length > 0) return [t("parts_missing", { parts: joinWithOr(missing) })];
    return has(".prj") ? [] : [t("no_prj")];
  }
}

function size(bytes: number): string {
  if (bytes < MB / 10) return `${formatNumber(Math.max(1, Math.round(bytes / 1000)))} kB`;
  return `${formatNumber(Math.round(bytes / (MB / 10)) / 10)} MB`;
}
