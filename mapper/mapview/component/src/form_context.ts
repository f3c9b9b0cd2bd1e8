/** What the form is given: a citizen's own device and a desk of staff differ in it. */
import { type Stored, submit } from "./api";
import { citizensWords, explainFailure, type Failure, type FormWords } from "./form_words";
import type { Gazetteer } from "./gazetteer";
import { type Drafts, deviceDrafts } from "./keep";
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

type Device = "data" | "gazetteer" | "drafts" | "words" | "submit" | "explain";

/** A citizen's own device. */
export function onOwnDevice(
  data: () => ComponentData,
  gazetteer: Gazetteer,
): Pick<FormContext<Receipt>, Device> {
  return {
    data,
    gazetteer,
    drafts: deviceDrafts,
    words: citizensWords(),
    submit: (draft) => submit(draft, data().lang),
    explain: (error) => explainFailure(error, gazetteer),
  };
}
