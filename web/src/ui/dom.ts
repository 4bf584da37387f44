// Small builders for HTML and SVG elements.
type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

const SVG_NS = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value as unknown as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG_NS, tag);
  fill(element, attributes, children);
  return element;
}

/** Keeps a number and its unit, and an interval, on one line. */
export function glue(text: string): string {
  return text.replace(/(\d) (?=(%|km|m|NM|s)(?![\p{L}\d]))/gu, "$1\u00a0").replace(/\bat most (?=\d)/g, "at\u00a0most\u00a0").replace(/\bm (?=(AGL|AMSL)\b)/g, "m\u00a0").replace(/(\d)–(?=\d)/g, "$1\u2060–\u2060");
}

export function setText(element: Element, text: string): void {
  const glued = glue(text);
  if (element.textContent !== glued) element.textContent = glued;
}

export interface Option {
  value: string;
  label: string;
  hint?: string;
}

/** A row of radio buttons drawn as chips; `choose` hears each choice. */
export function chips(name: string, legend: string, options: Option[], choose: (value: string) => void): { element: HTMLFieldSetElement; set: (value: string) => void } {
  const inputs: HTMLInputElement[] = [];
  const element = h("fieldset", { class: "chips" }, h("legend", {}, legend));
  const row = h("div", { class: "chip-row" });
  for (const option of options) {
    const input = h("input", { type: "radio", name, value: option.value, change: () => choose(option.value) });
    inputs.push(input);
    row.append(h("label", { class: "chip", title: option.hint }, input, h("span", {}, option.label)));
  }
  element.append(row);
  return {
    element,
    set: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

export function toggle(label: string, change: (on: boolean) => void): { element: HTMLLabelElement; set: (on: boolean) => void } {
  const input = h("input", { type: "checkbox", role: "switch", change: () => change(input.checked) });
  return { element: h("label", { class: "toggle" }, input, h("span", {}, label)), set: (on) => (input.checked = on) };
}

export interface Table {
  caption: string;
  head: string[];
  rows: (string | number)[][];
}

const numeric = (value: string | number) => typeof value === "number" || /^[−-]?[\d.,]+(\s|$)/.test(value);

export function tableElement(table: Table): HTMLElement {
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": table.caption },
    h(
      "table",
      {},
      h("caption", {}, table.caption),
      h("thead", {}, h("tr", {}, ...table.head.map((text) => h("th", { scope: "col" }, text)))),
      h(
        "tbody",
        {},
        ...table.rows.map((row) =>
          h("tr", {}, ...row.map((value, i) => (i === 0 ? h("th", { scope: "row" }, String(value)) : h("td", { class: numeric(value) ? "num" : null }, String(value))))),
        ),
      ),
    ),
  );
}

export function csvOf(table: Table): string {
  const cell = (value: string | number) => {
    const text = /^[=+\-@]/.test(String(value)) && Number.isNaN(Number(value)) ? `'${value}` : String(value);
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return [table.head, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n");
}
