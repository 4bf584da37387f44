// Tables of the statements: sorted by any column, each row with its source; the witnesses of a delivery; the contract.
import type { App } from "../app";
import { percent, t } from "../i18n";
import type { ArrivalWitness, ContractSide, Statement } from "../types";
import { h } from "../ui/dom";
import { labelChip, sourceChip } from "../ui/figure";

type Column = keyof typeof t.v9.head;
const COLUMNS = ["date", "speaker", "side", "mode", "about", "text", "unit_word"] as const satisfies readonly Column[];

function chipOf(app: App, claims: string[], what: string): HTMLButtonElement | null {
  if (!claims.length) return null;
  const chip = sourceChip(app, () => claims, () => what);
  labelChip(chip, claims, what);
  return chip;
}

/** A table to sort, by date to begin with; undated ones stand last. */
export function statementTable(app: App, side: (row: Statement) => string, mode: (row: Statement) => string): (rows: Statement[]) => HTMLElement {
  let column: Column = "date";
  let up = true;
  return (rows) => {
    const words = (row: Statement, key: Column) => (key === "side" ? side(row) : key === "mode" ? mode(row) : row[key]);
    const sortable = (row: Statement) => (column === "date" ? row.last_day || "9999" : words(row, column));
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
      const sorted = [...rows].sort((p, q) => sortable(p).localeCompare(sortable(q)) * (up ? 1 : -1));
      body.replaceChildren(...sorted.map((row) => h("tr", {},
        ...COLUMNS.map((key) => h("td", { class: `col-${key}` }, key === "unit_word" && row.unit_word ? h("span", { class: "tag" }, row.unit_word) : words(row, key))),
        h("td", {}, chipOf(app, row.claims, row.text)))));
    };
    fill();
    return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v9.kicker },
      h("table", { class: "statements" }, h("thead", {}, h("tr", {}, ...heads.map(({ cell }) => cell), h("th", { scope: "col" }, t.v9.sources))), body));
  };
}

/** Who is a witness of a delivery, what the last word was, and how much it weighs. */
export function witnessTable(app: App, witnesses: ArrivalWitness[]): HTMLElement {
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v9.belief },
    h("table", { class: "witnesses" }, h("thead", {}, h("tr", {}, ...t.v9.beliefHead.map((text) => h("th", { scope: "col" }, text)), h("th", { scope: "col" }, t.v9.sources))),
      h("tbody", {}, ...witnesses.map((item) => h("tr", {}, h("th", { scope: "row" }, item.speaker), h("td", {}, t.v9.sides[item.side] ?? item.side), h("td", {}, item.date), h("td", {}, t.v9.says[item.says]), h("td", { class: "num" }, percent(item.share)), h("td", {}, chipOf(app, item.claims, item.speaker)))))));
}

/** Who says what of the contract, the readings in one order. */
export function contractTable(app: App, sides: ContractSide[]): HTMLElement {
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v9.contract },
    h("table", { class: "contract" }, h("thead", {}, h("tr", {}, ...t.v9.contractHead.map((text) => h("th", { scope: "col" }, text)), h("th", { scope: "col" }, t.v9.sources))),
      h("tbody", {}, ...sides.flatMap((side) => side.witnesses.map((item) => h("tr", {}, h("th", { scope: "row" }, t.v9.contracts[side.side]), h("td", {}, item.speaker), h("td", {}, t.v9.sides[item.side] ?? item.side), h("td", {}, item.date), h("td", {}, chipOf(app, item.claims, item.speaker))))))));
}
