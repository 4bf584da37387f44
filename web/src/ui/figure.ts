// The frame that every view shares: sentence, one number, one caveat, sources, table, exports, link.
import type { App } from "../app";
import { t } from "../i18n";
import { csvOf, h, setText, type Table, tableElement } from "./dom";
import { copyText, plate, png, save, svgText } from "./export";

export interface FigureText {
  title: string;
  number: string;
  numberLabel: string;
  caveat: string;
  claims: string[];
  alt: string;
}

export interface FigureOptions {
  id: string;
  kicker: string;
  tables: () => Table[];
  /** Tables of the page that are more than the plain ones, in their place. */
  shown?: () => HTMLElement;
  /** The picture on its own, light, for a file. */
  picture?: () => { svg: SVGSVGElement; width: number; height: number };
  geojson?: () => object;
  /** On a phone only the sentence and the number stand open; the rest unfolds. */
  folds?: boolean;
}

export const narrowQuery = window.matchMedia("(max-width: 40rem)");

/** What a phone folds away, opened whenever the window is wide. */
function folded(...children: HTMLElement[]): HTMLDetailsElement {
  const fold = h("details", { class: "fold", open: !narrowQuery.matches }, h("summary", {}, t.unfold), ...children);
  narrowQuery.addEventListener("change", () => {
    if (!narrowQuery.matches) fold.open = true;
  });
  return fold;
}

export interface Figure {
  element: HTMLElement;
  plot: HTMLElement;
  side: HTMLElement;
  text: FigureText;
  set(text: FigureText): void;
}

export function sourceChip(app: App, claims: () => string[], what: () => string): HTMLButtonElement {
  return h("button", { type: "button", class: "source-chip", "aria-haspopup": "dialog", click: () => app.openSources(claims(), what()) });
}

export function labelChip(chip: HTMLButtonElement, claims: string[], what: string): void {
  setText(chip, claims.length ? t.sources(claims.length) : t.noSource);
  chip.setAttribute("aria-label", `${claims.length ? t.sources(claims.length) : t.noSource}. ${t.sourcesOf(what)}`);
}

export function makeFigure(app: App, options: FigureOptions): Figure {
  const title = h("h2", { id: `${options.id}-title` });
  const number = h("span", { class: "figure-number" });
  const label = h("span", { class: "figure-label" });
  const caveat = h("p", { class: "caveat" });
  const plot = h("div", { class: "plot" });
  const side = h("div", { class: "side" });
  const tables = h("div", { class: "tables", hidden: true });
  const chip = sourceChip(app, () => figure.text.claims, () => figure.text.title);
  const button = (text: string, hint: string, click: () => void) => h("button", { type: "button", class: "tool", "aria-label": `${text}: ${hint}`, click }, text);
  const name = () => `openiads-${options.id}-${app.data.meta.scenario_hash.slice(0, 8)}`;

  const build = () => {
    const picture = options.picture?.();
    if (!picture) throw new Error(t.exportFailed);
    const { title: heading, caveat: note, alt } = figure.text;
    return plate({ title: heading, caveat: note, alt, meta: app.data.meta, figure: picture.svg, width: picture.width, height: picture.height });
  };
  const writePng = async () => {
    try {
      save(`${name()}.png`, await png(build()));
    } catch {
      app.announce(t.exportFailed);
    }
  };
  const tableButton = h("button", {
    type: "button",
    class: "tool",
    "aria-pressed": "false",
    "data-table": options.id,
    click: () => {
      const open = app.store.state.tables;
      app.store.set({ tables: open.includes(options.id) ? open.filter((id) => id !== options.id) : [...open, options.id] });
    },
  }, t.table);
  const tools = h(
    "div",
    { class: "tools", role: "group", "aria-label": t.export },
    tableButton,
    options.picture ? button("PNG", t.export, () => void writePng()) : null,
    options.picture ? button("SVG", t.export, () => save(`${name()}.svg`, svgText(build()), "image/svg+xml")) : null,
    button("CSV", t.export, () => options.tables().forEach((table, i) => save(`${name()}${i ? `-${i + 1}` : ""}.csv`, csvOf(table), "text/csv"))),
    options.geojson ? button("GeoJSON", t.export, () => save(`${name()}.geojson`, JSON.stringify(options.geojson?.()), "application/geo+json")) : null,
    button(t.copyLink, options.kicker, () => {
      app.store.set({ view: options.id });
      setTimeout(() => void copyText(location.href).then(() => app.announce(t.copied)), 200);
    }),
  );
  const body = h("div", { class: "figure-body" }, plot, side);
  const element = h(
    "section",
    { id: options.id, class: "figure", tabindex: "-1", "aria-labelledby": `${options.id}-title` },
    h("p", { class: "kicker" }, options.kicker),
    title,
    h("div", { class: "figure-line" }, h("p", { class: "figure-stat" }, number, " ", label), caveat, chip),
    ...(options.folds ? [folded(body, tables, tools)] : [body, tables, tools]),
  );
  let shown = "";
  const figure: Figure = {
    element,
    plot,
    side,
    text: { title: "", number: "", numberLabel: "", caveat: "", claims: [], alt: "" },
    set(text) {
      figure.text = text;
      setText(title, text.title);
      setText(number, text.number);
      setText(label, text.numberLabel);
      setText(caveat, text.caveat);
      labelChip(chip, text.claims, text.title);
      const open = app.store.state.tables.includes(options.id);
      tableButton.setAttribute("aria-pressed", String(open));
      tables.hidden = !open;
      if (!open) {
        shown = "";
        tables.replaceChildren();
        return;
      }
      const list = options.tables();
      const stamp = JSON.stringify(list);
      if (stamp !== shown) tables.replaceChildren(...(options.shown ? [options.shown()] : list.map(tableElement)));
      shown = stamp;
    },
  };
  return figure;
}
