/** Entry of the citizens' component. */
import { CitizensMap } from "./citizens_map";
import { IdeaView } from "./idea";
import { MineView } from "./mine";
import { mountable } from "./mount";
import type { ComponentData } from "./types";

export default mountable<ComponentData>((root, data, view) => {
  if (data.view === "mine") return new MineView(root, data);
  if (data.view === "idea") return new IdeaView(root, data);
  return new CitizensMap(root, data, view);
});
