/** Entry of the component for pages of staff; citizens never load it. */
import { mountable } from "./mount";
import { Desk } from "./staff/desk";
import { Picker } from "./staff/pick";
import type { StaffData } from "./staff/types";

export default mountable<StaffData>((root, data, view, tell) =>
  "desk" in data ? new Desk(root, data, view) : new Picker(root, data, view, tell),
);
