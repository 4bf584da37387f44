// The marked target of the run that is shown, drawn on a map: its way, and where it is at the time of the run.
import type { App } from "../app";
import { armA, replayNow } from "../data/fights";
import { destination, type LatLon } from "../data/geo";
import { flyerAt, wayOf } from "../data/replay";
import { clock, t } from "../i18n";
import { s } from "./dom";
import type { DrawnMap } from "./map";
import type { Theme } from "./theme";

/** Draws the marked target into a map's overlay and tells it in words; empty where none is marked. */
export function markFlyer(app: App, map: DrawnMap, th: Theme): string {
  const { fights } = app.data;
  const { state } = app.store;
  const replay = fights && replayNow(fights, state);
  const flyer = replay?.flyers.find((item) => item.id === state.flyer);
  const site = app.data.sites.find((item) => item.id === fights?.site);
  if (!fights || !replay || !flyer || !site) return "";
  const from: LatLon = { lat: site.lat_deg, lon: site.lon_deg };
  const place = (east: number, north: number) => map.place(destination(from, { bearing_deg: (Math.atan2(east, north) * 180) / Math.PI, range_m: Math.hypot(east, north) * 1000 }));
  const way = wayOf(flyer).map(([east, north]) => place(east, north).map((v) => v.toFixed(1)).join(",")).join("L");
  for (const [stroke, width] of [[th.paper, 4.5], [th.ink, 1.8]] as const)
    map.overlay.append(s("path", { class: "marked-way", d: `M${way}`, fill: "none", stroke, "stroke-width": width, "stroke-dasharray": stroke === th.ink ? "5 3" : "" }));
  const at = flyerAt(flyer, state.t_s);
  if (at) {
    const [cx, cy] = place(at.east_km, at.north_km);
    map.overlay.append(s("circle", { class: "marked-now", cx, cy, r: 6, fill: th.paper, stroke: th.ink, "stroke-width": 2.6 }));
  }
  return t.v4.onMap({ id: flyer.id, arm: replay.arm === armA(fights)?.id ? t.fights.a : t.fights.b, run: replay.run, clock: clock(state.t_s) });
}
