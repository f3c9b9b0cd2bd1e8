/** Entry of the form for a new import: no map, so nothing of the maps comes with it. */
import { useMessages } from "./i18n";
import { UploadForm } from "./upload/form";
import type { UploadData } from "./upload/types";

interface Mount {
  parentElement: HTMLElement;
  data: UploadData;
}

const forms = new WeakMap<HTMLElement, UploadForm>();

/** Called at every run of the page; what was typed and chosen stays. */
export default function upload({ parentElement, data }: Mount): void {
  useMessages(data.words, data.lang);
  const known = forms.get(parentElement);
  if (known) known.update(data);
  else forms.set(parentElement, new UploadForm(parentElement, data));
}
