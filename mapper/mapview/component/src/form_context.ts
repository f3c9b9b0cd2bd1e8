/** What the form is given: a citizen's own device and a desk of staff differ in it. */
import type { Stored } from "./api";
import type { Failure, FormWords } from "./form_words";
import type { Gazetteer } from "./gazetteer";
import type { Drafts } from "./keep";
import type { ComponentData, Draft, Receipt } from "./types";

export interface FormContext<R extends Receipt> {
  data: () => ComponentData;
  gazetteer: Gazetteer;
  drafts: Drafts;
  words: FormWords;
  /** Asked above the idea itself, and whether it is complete. */
  above?: { element: HTMLElement; check: () => boolean };
  submit: (draft: Draft) => Promise<Stored<R>>;
  explain: (error: unknown) => Failure;
  onMove: () => void;
  /** null where the form is all there is. */
  onClose: (() => void) | null;
  onDiscard: () => void;
  /** `changed`: the text stored is an earlier one than the text now in the form. */
  onSaved: (receipt: R, draft: Draft, changed: boolean) => void;
}
