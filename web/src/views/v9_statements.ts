// V9 in its first form: who said what, when, as a table to sort.
import type { App, View } from "../app";
import { t } from "../i18n";
import type { Statement } from "../types";
import { h } from "../ui/dom";
import { labelChip, makeFigure, sourceChip } from "../ui/figure";

type Column = "date" | "speaker" | "side" | "mode" | "text" | "unit_word";
const COLUMNS: Column[] = ["date", "speaker", "side", "mode", "text", "unit_word"];

export function statementsView(app: App): View {
  const { statements } = app.data;
  let column: Column = "date";
  let up = true;
  const figure = makeFigure(app, {
    id: "v9",
    kicker: t.v9.kicker,
    tables: () => [{ caption: t.v9.kicker, head: COLUMNS.map((key) => t.v9.head[key]), rows: sorted().map((row) => COLUMNS.map((key) => row[key])) }],
  });
  const sorted = (): Statement[] => [...statements].sort((p, q) => p[column].localeCompare(q[column]) * (up ? 1 : -1));
  const body = h("tbody", {});
  const heads = COLUMNS.map((key) => {
    const button = h("button", { type: "button", class: "sort", "aria-label": t.v9.sort(t.v9.head[key]), click: () => {
      up = column === key ? !up : true;
      column = key;
      fill();
    } }, t.v9.head[key]);
    return { key, cell: h("th", { scope: "col" }, button) };
  });
  const fill = () => {
    for (const { key, cell } of heads) cell.setAttribute("aria-sort", key === column ? (up ? "ascending" : "descending") : "none");
    body.replaceChildren(...sorted().map((row) => {
      const chip = sourceChip(app, () => row.claims, () => row.text);
      labelChip(chip, row.claims, row.text);
      return h("tr", {}, ...COLUMNS.map((key) => h("td", { class: `col-${key}` }, key === "unit_word" && row[key] ? h("span", { class: "tag" }, row[key]) : key === "mode" ? h("span", { class: `mode mode-${row.mode}` }, row.mode) : row[key])), h("td", {}, row.claims.length ? chip : null));
    }));
  };
  figure.plot.append(h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v9.kicker },
    h("table", { class: "statements" }, h("thead", {}, h("tr", {}, ...heads.map(({ cell }) => cell), h("th", { scope: "col" }, t.v9.sources))), body)));
  figure.element.classList.add("wide", "no-table");
  fill();
  const words = new Set(statements.flatMap((row) => row.unit_word.toLowerCase().split(/\s*[/,;]\s*/)).filter((word) => /\p{L}/u.test(word)));
  const claims = [...new Set(statements.flatMap((row) => row.claims))];
  return {
    id: "v9",
    key: "9",
    element: figure.element,
    update: () => figure.set({ title: t.v9.title(statements.length, new Set(statements.map((row) => row.speaker)).size), number: String(words.size), numberLabel: t.v9.number, caveat: t.v9.caveat, claims, alt: t.v9.kicker }),
  };
}
