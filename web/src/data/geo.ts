// Bearings, ranges and the study's azimuthal equidistant projection.
import { geoAzimuthalEquidistant, geoDistance, type GeoProjection } from "d3-geo";

export const EARTH_RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;

export interface LatLon {
  lat: number;
  lon: number;
}

export interface Polar {
  bearing_deg: number;
  range_m: number;
}

/** A projection about a centre in which one unit of x or y is one kilometre (y grows southwards). */
export function aboutKm(centre: LatLon): GeoProjection {
  return geoAzimuthalEquidistant()
    .rotate([-centre.lon, -centre.lat])
    .translate([0, 0])
    .scale(EARTH_RADIUS_M / 1000)
    .clipAngle(25)
    .precision(0.1);
}

export function polarBetween(from: LatLon, to: LatLon): Polar {
  const d = geoDistance([from.lon, from.lat], [to.lon, to.lat]);
  const p1 = from.lat * RAD;
  const p2 = to.lat * RAD;
  const dl = (to.lon - from.lon) * RAD;
  const y = Math.sin(dl) * Math.cos(p2);
  const x = Math.cos(p1) * Math.sin(p2) - Math.sin(p1) * Math.cos(p2) * Math.cos(dl);
  return { bearing_deg: (Math.atan2(y, x) / RAD + 360) % 360, range_m: d * EARTH_RADIUS_M };
}

export function destination(from: LatLon, polar: Polar): LatLon {
  const d = polar.range_m / EARTH_RADIUS_M;
  const b = polar.bearing_deg * RAD;
  const p1 = from.lat * RAD;
  const p2 = Math.asin(Math.sin(p1) * Math.cos(d) + Math.cos(p1) * Math.sin(d) * Math.cos(b));
  const dl = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(p1), Math.cos(d) - Math.sin(p1) * Math.sin(p2));
  return { lat: p2 / RAD, lon: ((from.lon + dl / RAD + 540) % 360) - 180 };
}

/** Points of the line that a flat circle on a Mercator map really follows, when its scale was read at one latitude. */
export function mercatorCircle(centre: LatLon, radius_m: number, scale_lat_deg: number): LatLon[] {
  const y = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2));
  const radius = radius_m / (EARTH_RADIUS_M * Math.cos(scale_lat_deg * RAD));
  const points: LatLon[] = [];
  for (let i = 0; i <= 180; i++) {
    const t = (i / 180) * 2 * Math.PI;
    const yy = y(centre.lat) + radius * Math.cos(t);
    points.push({ lat: (2 * Math.atan(Math.exp(yy)) - Math.PI / 2) / RAD, lon: centre.lon + (radius * Math.sin(t)) / RAD });
  }
  return points;
}

export function midpoint(a: LatLon, b: LatLon): LatLon {
  const { bearing_deg, range_m } = polarBetween(a, b);
  return destination(a, { bearing_deg, range_m: range_m / 2 });
}

const COMPASS = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

export function compass(bearing_deg: number): string {
  return COMPASS[Math.round(bearing_deg / 22.5) % 16] ?? "N";
}
