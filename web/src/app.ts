// What every view may use: the data, the state, the sites' covers, and the drawer of sources.
import { SiteCover } from "./data/cover";
import { Store } from "./store";
import type { PageData, Site, TargetClass } from "./types";
import type { Clock } from "./ui/clock";

export interface App {
  data: PageData;
  store: Store;
  cover(siteId: string): SiteCover;
  site(): Site;
  target(): TargetClass;
  /** Opens the drawer on these claims; an empty list shows all. */
  openSources(claims: string[], what: string): void;
  announce(text: string): void;
  /** Plays the run that timeline and scope show. */
  clock: Clock;
  /** "at most " before a share on coarse terrain; nothing on fine terrain, or where the share is printed as a bound. */
  hedge(share: number | null): string;
  /** Whose claim the computed radar ranges scale from, and its grade, in brackets. */
  rangeFrom: string;
}

export interface View {
  id: string;
  key: string;
  element: HTMLElement;
  update(): void;
}
