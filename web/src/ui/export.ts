// Writes figures and tables as files; every picture carries title, caveat and the footer of its run.
import { t } from "../i18n";
import type { Meta } from "../types";
import { s } from "./dom";
import { LIGHT, SANS, SERIF } from "./theme";

export function footer(meta: Meta): string {
  return [`${t.brand} ${meta.version}`, `${t.scenario} ${meta.scenario} ${meta.scenario_hash.slice(0, 12)}`, t.simulated, meta.generated ?? t.undated].join(" · ");
}

export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function copyText(glued: string): Promise<void> {
  const text = glued.replace(/\u00a0/g, " ").replace(/\u2060/g, "");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function wrap(text: string, width: number, font: string): string[] {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return [text];
  context.font = font;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line) lines.push(line);
  return lines;
}

function fontFaces(): string {
  const faces: string[] = [];
  for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) if (rule instanceof CSSFontFaceRule) faces.push(rule.cssText);
  return faces.join("\n");
}

export interface Plate {
  title: string;
  caveat: string;
  alt: string;
  meta: Meta;
  figure: SVGSVGElement;
  width: number;
  height: number;
}

/** The figure on its own plate: headline above, caveat and footer below, fonts inside. */
export function plate(p: Plate): SVGSVGElement {
  const pad = 32;
  const width = p.width + 2 * pad;
  const titleLines = wrap(p.title, p.width, `600 26px ${SERIF}`);
  const caveatLines = wrap(p.caveat, p.width, `15px ${SANS}`);
  const top = pad + titleLines.length * 32 + 10;
  const below = top + p.height + 24;
  const height = below + caveatLines.length * 20 + 30 + pad;
  const text = (x: number, y: number, size: number, family: string, weight: number, fill: string, content: string) =>
    s("text", { x, y, "font-size": size, "font-family": family, "font-weight": weight, fill }, content);
  p.figure.setAttribute("x", String(pad));
  p.figure.setAttribute("y", String(top));
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
    s("title", {}, p.title),
    s("desc", {}, p.alt),
    s("style", {}, fontFaces()),
    s("rect", { width, height, fill: LIGHT.paper }),
    ...titleLines.map((line, i) => text(pad, pad + 24 + i * 32, 26, SERIF, 600, LIGHT.ink, line)),
    p.figure,
    ...caveatLines.map((line, i) => text(pad, below + i * 20, 15, SANS, 400, LIGHT.soft, line)),
    text(pad, below + caveatLines.length * 20 + 14, 13, SANS, 400, LIGHT.soft, footer(p.meta)),
  );
}

export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}

export async function png(svg: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: "image/svg+xml" }));
  try {
    await new Promise<void>((resolve, reject) => {
      image.onload = () => resolve();
      image.onerror = () => reject(new Error(t.exportFailed));
      image.src = url;
    });
    const canvas = document.createElement("canvas");
    canvas.width = Number(svg.getAttribute("width")) * scale;
    canvas.height = Number(svg.getAttribute("height")) * scale;
    const context = canvas.getContext("2d");
    if (!context) throw new Error(t.exportFailed);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(t.exportFailed))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
