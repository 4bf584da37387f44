// V8: the drawer of sources, opened from any number; filters, contradictions, the command that believes another claim.
import { t } from "../i18n";
import type { Claim, PageData } from "../types";
import { csvOf, h, setText } from "../ui/dom";
import { copyText, save } from "../ui/export";

export interface Drawer {
  element: HTMLDialogElement;
  open(claims: string[], what: string): void;
  search(): void;
}

const FIELDS = ["condition", "speaker", "publisher", "title", "date", "grade", "status", "independence_group", "used_in", "note"] as const;

export function command(id: string): string {
  return `openiads study second-batch --believe ${id}`;
}

/** Web addresses only; anything else is shown as text. */
function linkOf(url: string): HTMLElement {
  return /^https?:\/\//i.test(url) ? h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")) : h("span", {}, url || t.v8.noLink);
}

function bibtex(id: string, c: Claim): string {
  const clean = (text: string) => text.replace(/[{}\\]/g, "");
  const year = /^\d{4}/.exec(c.date)?.[0];
  const lines = [
    `  title = {${clean(c.title || c.quantity)}}`,
    c.speaker ? `  author = {{${clean(c.speaker)}}}` : "",
    c.publisher ? `  publisher = {${clean(c.publisher)}}` : "",
    year ? `  year = {${year}}` : "",
    c.url ? `  url = {${clean(c.url)}}` : "",
    `  note = {${clean(`${c.subject}, ${c.quantity}: ${c.value_text}; said ${c.date}; grade ${c.grade}`)}}`,
  ];
  return `@misc{${id.replace(/[^\w.:-]/g, "_")},\n${lines.filter(Boolean).join(",\n")}\n}`;
}

function csl(id: string, c: Claim): object {
  const year = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(c.date);
  const parts = year ? year.slice(1).filter(Boolean).map(Number) : null;
  return {
    id, type: "webpage", title: c.title || c.quantity, publisher: c.publisher || undefined, URL: c.url || undefined,
    author: c.speaker ? [{ literal: c.speaker }] : undefined, issued: parts ? { "date-parts": [parts] } : undefined, note: `${c.quantity}: ${c.value_text}`,
  };
}

export function sourcesDrawer(data: PageData, announce: (text: string) => void): Drawer {
  const all = Object.entries(data.claims);
  let only: Set<string> | null = null;
  let focused = "";
  const title = h("h2", { id: "sources-title" }, t.v8.title);
  const behind = h("p", { class: "behind" });
  const showAll = h("button", { type: "button", class: "tool", click: () => {
    only = null;
    focused = "";
    list();
  } }, t.v8.showAll);
  const count = h("p", { class: "fine", role: "status" });
  const text = h("input", { id: "source-text", type: "search", input: () => list() });
  const grades = [...new Set(all.map(([, claim]) => claim.grade))].sort();
  const grade = h("select", { id: "source-grade", change: () => list() }, h("option", { value: "" }, t.v8.filterAny), ...grades.map((g) => h("option", { value: g }, t.grades[g] ?? g)));
  const quantity = h("select", { id: "source-quantity", change: () => list() }, h("option", { value: "" }, t.v8.filterAny),
    ...data.quantities.map((item) => h("option", { value: item.key }, `${item.label} (${item.claims.length})`)));
  const from = h("input", { id: "source-from", type: "text", inputmode: "numeric", placeholder: "2017", size: 10, input: () => list() });
  const to = h("input", { id: "source-to", type: "text", inputmode: "numeric", placeholder: "2022-08-16", size: 10, input: () => list() });
  const body = h("ul", { class: "claims" });
  const field = (label: string, control: HTMLElement) => h("div", { class: "field" }, h("label", { for: control.id }, label), control);

  const fits = (id: string, claim: Claim): boolean => {
    if (only && !only.has(id)) return false;
    if (quantity.value && !data.quantities.find((item) => item.key === quantity.value)?.claims.includes(id)) return false;
    if (grade.value && claim.grade !== grade.value) return false;
    const dated = /^\d{4}/.test(claim.date);
    if (from.value && (!dated || claim.date < from.value)) return false;
    if (to.value && (!dated || claim.date.slice(0, to.value.length) > to.value)) return false;
    const wanted = text.value.trim().toLowerCase();
    return !wanted || wanted.split(/\s+/).every((word) => [id, claim.subject, claim.quantity, claim.value_text, claim.speaker, claim.publisher, claim.title, claim.condition, claim.note].join(" ").toLowerCase().includes(word));
  };
  const shown = () => all.filter(([id, claim]) => fits(id, claim));

  const card = ([id, claim]: [string, Claim]): HTMLElement => {
    const value = (key: (typeof FIELDS)[number]): string => {
      if (key === "used_in") return claim.used_in.join(", ");
      if (key === "grade") return t.grades[claim.grade] ?? claim.grade;
      if (key === "status") return t.statuses[claim.status] ?? claim.status;
      return claim[key];
    };
    const cmd = h("code", {}, command(id));
    const use = h("details", { class: "use" }, h("summary", {}, t.v8.useInstead), h("p", { class: "fine" }, t.v8.useInsteadNote),
      h("p", { class: "command" }, cmd, h("button", { type: "button", class: "tool", click: () => void copyText(command(id)).then(() => announce(t.copied)) }, t.copy)));
    return h(
      "li",
      { class: `claim status-${claim.status}${focused === id ? " focused" : ""}`, id: `claim-${id}` },
      h("p", { class: "claim-head" }, h("span", { class: `grade grade-${claim.grade}`, "aria-hidden": "true" }), `${claim.subject} · ${claim.quantity}`),
      h("p", { class: "claim-value" }, claim.value_text, claim.believed ? h("span", { class: "believed" }, t.v8.believed) : null),
      h("dl", {}, ...FIELDS.flatMap((key) => (value(key) ? [h("dt", {}, t.v8.fields[key]), h("dd", {}, value(key))] : [])), h("dt", {}, t.v8.fields.link), h("dd", { class: "link" }, linkOf(claim.url))),
      claim.conflicts.length
        ? h("div", { class: "conflicts" }, h("p", {}, t.v8.conflicts), h("ul", {}, ...claim.conflicts.map((other) => {
            const rival = data.claims[other];
            return h("li", {}, h("button", { type: "button", class: "source-chip", click: () => openOn([id, ...claim.conflicts], `${claim.subject} · ${claim.quantity}`, other) },
              rival ? `${rival.value_text}, ${rival.speaker || rival.publisher} (${rival.date})` : other));
          })))
        : null,
      claim.status === "game" ? null : use,
      h("p", { class: "fine" }, h("code", {}, id)),
    );
  };

  const list = () => {
    const found = shown();
    setText(count, t.v8.selection(found.length, all.length));
    behind.hidden = only === null;
    showAll.hidden = only === null;
    const order = (entry: [string, Claim]) => (entry[0] === focused ? 0 : entry[1].believed ? 1 : 2);
    body.replaceChildren(...(found.length ? found.sort((p, q) => order(p) - order(q)).map(card) : [h("li", { class: "none" }, t.v8.nothing)]));
  };

  const table = () => ({
    caption: t.v8.title,
    head: ["id", "subject", "quantity", "value", "condition", "speaker", "publisher", "title", "date", "url", "grade", "status", "independence_group", "believed", "conflicts", "used_in", "note"],
    rows: shown().map(([id, c]) => [id, c.subject, c.quantity, c.value_text, c.condition, c.speaker, c.publisher, c.title, c.date, c.url, c.grade, c.status, c.independence_group, c.believed ? "yes" : "no", c.conflicts.join(" "), c.used_in.join(" "), c.note]),
  });
  const tool = (label: string, click: () => void) => h("button", { type: "button", class: "tool", click }, label);
  const element = h(
    "dialog",
    { class: "drawer", id: "v8", "aria-labelledby": "sources-title" },
    h("div", { class: "drawer-head" }, h("div", {}, h("p", { class: "kicker" }, t.v8.kicker), title), h("button", { type: "button", class: "tool close", click: () => element.close() }, t.close)),
    h("div", { class: "drawer-tools" }, behind, showAll,
      h("div", { class: "control-row" }, field(t.v8.filterText, text), field(t.v8.filterQuantity, quantity), field(t.v8.filterGrade, grade), field(t.v8.filterFrom, from), field(t.v8.filterTo, to)),
      h("div", { class: "tools" }, count,
        tool(t.v8.exportCsv, () => save("openiads-claims.csv", csvOf(table()), "text/csv")),
        tool(t.v8.exportBib, () => save("openiads-claims.bib", shown().map(([id, c]) => bibtex(id, c)).join("\n\n"), "application/x-bibtex")),
        tool(t.v8.exportCsl, () => save("openiads-claims.json", JSON.stringify(shown().map(([id, c]) => csl(id, c)), null, 1), "application/json")))),
    body,
  );
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });

  const openOn = (claims: string[], what: string, first = "") => {
    only = claims.length ? new Set(claims) : null;
    focused = first;
    setText(behind, t.v8.onlyThese(what));
    list();
    if (!element.open) element.showModal();
    body.parentElement?.scrollTo({ top: 0 });
  };
  return {
    element,
    open: (claims, what) => {
      text.value = "";
      grade.value = "";
      quantity.value = "";
      from.value = "";
      to.value = "";
      // A number's own claims, and whatever contradicts them.
      const wider = new Set(claims);
      for (const id of claims) for (const other of data.claims[id]?.conflicts ?? []) wider.add(other);
      openOn([...wider].filter((id) => data.claims[id]), what);
    },
    search: () => {
      openOn([], t.v8.title);
      text.focus();
    },
  };
}

/** For paper: the claims that the nominal run believes. */
export function printedSources(data: PageData): HTMLElement {
  const believed = Object.entries(data.claims).filter(([, claim]) => claim.believed);
  return h("section", { class: "print-only" }, h("h2", {}, t.v8.printTitle), h("ol", {}, ...believed.map(([id, c]) => h("li", {}, `${c.subject}, ${c.quantity}: ${c.value_text}. ${[c.speaker, c.publisher, c.title, c.date, c.url].filter(Boolean).join(", ")}. ${t.grades[c.grade] ?? c.grade}. [${id}]`))));
}
