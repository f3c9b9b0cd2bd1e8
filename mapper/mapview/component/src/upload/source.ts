/** What is brought: files, by dropping or choosing them, or the address of a service. */
import { Refused } from "../api";
import { h, nextId } from "../dom";
import { formatNumber, t } from "../i18n";
import { choice, line, radios, setOptions } from "./fields";
import { ChosenFiles } from "./files";
import { askService } from "./send";
import type { UploadData } from "./types";

export class SourceFields {
  readonly element: HTMLElement;
  private readonly files: ChosenFiles;
  private readonly input: HTMLInputElement;
  private readonly drop: HTMLElement;
  private readonly address = line("service_address", "service_hint", 1000);
  private readonly type = choice("service_type", []);
  private readonly told = h("p", { class: "ik-problem", attrs: { role: "alert" } });
  private readonly ask: HTMLButtonElement;
  private readonly service: HTMLElement;
  private fromService = false;

  constructor(
    private data: UploadData,
    private readonly propose: (title: string) => void,
  ) {
    this.files = new ChosenFiles(() => this.onFiles());
    this.input = h("input", {
      class: "ik-file-input",
      attrs: { type: "file", multiple: true, id: nextId("files") },
      on: { change: () => this.take(this.input.files) },
    });
    this.drop = this.makeDrop();
    this.drop.addEventListener("emptied", () => this.input.focus());
    this.ask = h(
      "button",
      { class: "ik-second", attrs: { type: "button" }, on: { click: () => void this.askTypes() } },
      t("ask_service"),
    );
    this.type.show(false);
    const row = h("div", { class: "ik-ask" }, this.address.element, this.ask);
    this.service = h("div", { attrs: { hidden: true } }, row, this.told, this.type.element);
    const kinds: [string, string][] = [
      ["file", t("from_files")],
      ["service", t("from_service")],
    ];
    this.element = h(
      "fieldset",
      {},
      h("legend", {}, t("what")),
      radios("source", kinds, (key) => this.switchTo(key === "service")),
      this.drop,
      this.service,
    );
    this.type.input.addEventListener("change", () => this.proposeFromType());
    this.address.input.addEventListener("input", () => this.forgetTypes());
  }

  update(data: UploadData): void {
    this.data = data;
  }

  /** Put into what is sent; else the sentence that says what is missing. */
  fill(body: FormData): string {
    if (this.fromService) {
      body.set("source", `WFS:${this.address.value}`);
      body.set("source_layer", this.type.value);
      return this.type.value ? "" : t("service_missing");
    }
    for (const file of this.files.all) body.append("files", file, file.name);
    if (this.files.all.length === 0) return t("files_missing");
    const got = Math.ceil(this.files.megabytes);
    const most = this.data.upload_mb;
    return this.files.megabytes > most ? t("too_large", { got, most }) : "";
  }

  focus(): void {
    if (this.fromService) this.address.input.focus();
    else this.input.focus();
  }

  private makeDrop(): HTMLElement {
    const most = formatNumber(this.data.upload_mb);
    const drop = h(
      "div",
      { class: "ik-drop" },
      h("p", {}, t("drop_here")),
      this.input,
      h("label", { class: "ik-second", attrs: { for: this.input.id } }, t("choose_files")),
      h("p", { class: "ik-quiet" }, t("formats", { most })),
      this.files.element,
    );
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      this.take(event.dataTransfer?.files ?? null);
    });
    return drop;
  }

  private take(files: FileList | null): void {
    if (files?.length) this.files.add(files);
    // The same file can be chosen again after it was taken away.
    this.input.value = "";
  }

  private onFiles(): void {
    this.propose(this.files.proposeTitle());
  }

  private switchTo(service: boolean): void {
    this.fromService = service;
    this.drop.hidden = service;
    this.service.hidden = !service;
  }

  private async askTypes(): Promise<void> {
    this.told.textContent = "";
    if (this.ask.ariaDisabled) return;
    this.ask.ariaDisabled = "true";
    this.ask.textContent = t("asking_service");
    const asked = this.address.value;
    try {
      const types = await askService(asked, this.data.lang);
      if (this.address.value !== asked) return;
      const options = types.map(({ name, title }): [string, string] => [
        name,
        title && title !== name ? `${title} (${name})` : name,
      ]);
      setOptions(this.type, options);
      this.type.show(true);
      this.proposeFromType();
      this.type.input.focus();
    } catch (error) {
      this.told.textContent = error instanceof Refused ? error.message : t("broken_off");
    } finally {
      this.ask.ariaDisabled = null;
      this.ask.textContent = t("ask_service");
    }
  }

  /** What one service offers is not to be asked of another. */
  private forgetTypes(): void {
    setOptions(this.type, []);
    this.type.show(false);
  }

  private proposeFromType(): void {
    const words = this.type.input.selectedOptions[0]?.textContent ?? "";
    this.propose(words.replace(/ \([^()]*\)$/, "").replace(/^\w+:/, ""));
  }
}
