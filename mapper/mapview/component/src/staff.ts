/** Entry of the component for pages of staff; citizens never load it. */
import { mountable } from "./mount";
import { Picker } from "./staff/pick";
import type { PickData } from "./staff/types";

export default mountable<PickData>((root, data, view, tell) => new Picker(root, data, view, tell));
