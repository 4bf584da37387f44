// Starts the page: reads the data, builds the views, keeps them in step with the state.
import type { App, View } from "./app";
import { SiteCover } from "./data/cover";
import { replayNow } from "./data/fights";
import { isBelow, t } from "./i18n";
import { isOurs, keepMarked } from "./i18n/parts";
import { ENGLISH, has, language, LANGUAGES, w } from "./i18n/words";
import { fromHash, Store, toHash } from "./store";
import type { PageData } from "./types";
import { Clock } from "./ui/clock";
import { h } from "./ui/dom";
import { footer } from "./ui/export";
import { narrowQuery } from "./ui/figure";
import { goTo, makeKeys, unfold } from "./ui/keys";
import { onThemeChange } from "./ui/theme";
import { capacityView } from "./views/capacity";
import { readinessView } from "./views/readiness";
import { answerView, controlsView } from "./views/v0_answer";
import { mapView } from "./views/v1_map";
import { abView } from "./views/v2_ab";
import { profileView } from "./views/v3_profile";
import { scopeView } from "./views/v4_scope";
import { timelineView } from "./views/v5_timeline";
import { outcomesView } from "./views/v6_outcomes";
import { matterView } from "./views/v7_matter";
import { printedSources, sourcesDrawer } from "./views/v8_sources";
import { statementsView } from "./views/v9_statements";
import { storiesView } from "./views/v10_stories";

const COARSE_GRADES = ["C", "D"];
const REST_MS = 120;
const SCHEMA = "openiads/page/1";

function readData(): PageData {
  const data = JSON.parse(document.getElementById("openiads-data")?.textContent ?? "") as PageData;
  if (data.schema !== SCHEMA) throw new Error(`schema ${data.schema}`);
  return inLanguage(data);
}

/** The data with the answer, the classes and the readings of batch in the page's language, where it has words for them. */
function inLanguage(data: PageData): PageData {
  const answer = data.answer.languages?.[language];
  if (answer) {
    Object.assign(data.answer, answer);
    isOurs(Object.values(answer));
  }
  if (language === "en") return data;
  for (const item of data.classes) if (has(`class-${item.id}`)) item.label = w(`class-${item.id}`);
  for (const item of data.ab.batch_meanings) if (has(`meaning-${item.id}`)) item.label = w(`meaning-${item.id}`);
  return data;
}

/** A choice of language; the page starts again in it, with the same settings. Other than English is partly translated. */
function languageSwitch(store: Store): HTMLElement {
  const select = h("select", { class: "tool", "aria-label": t.languageSwitch, change: () => {
    location.hash = toHash({ ...store.state, lang: select.value });
    location.reload();
  } }, ...Object.entries(LANGUAGES).map(([tag, name]) => h("option", { value: tag, lang: tag }, name)));
  select.value = language;
  return h("div", { class: "language" }, select, language === ENGLISH ? null : h("p", { class: "fine" }, t.partlyTranslated));
}

/** "RAD-037 (unsourced): 600 km at 4 m2, ..." in short: " (from RAD-037, unsourced)". */
function referenceOf(text: string): string {
  const found = /^(\S+) \(([^)]+)\)/.exec(text);
  return found ? t.from(`${found[1]}, ${found[2]}`) : "";
}

function start(root: HTMLElement): void {
  const data = readData();
  const store = new Store(data, fromHash(location.hash, data));
  const live = h("div", { class: "toast", role: "status", "aria-live": "polite" });
  let quiet = 0;
  const announce = (text: string) => {
    live.textContent = text;
    clearTimeout(quiet);
    quiet = window.setTimeout(() => (live.textContent = ""), 2500);
  };
  const covers = new Map<string, SiteCover>();
  const siteById = (id: string) => {
    const site = data.sites.find((item) => item.id === id);
    if (!site) throw new Error(`no site ${id}`);
    return site;
  };
  const drawer = sourcesDrawer(data, announce);
  const app: App = {
    data,
    store,
    announce,
    clock: new Clock(store, () => (data.fights && replayNow(data.fights, store.state)?.duration_s) ?? 0),
    cover: (id) => {
      let known = covers.get(id);
      if (!known) {
        known = new SiteCover(data, siteById(id));
        covers.set(id, known);
      }
      return known;
    },
    site: () => siteById(store.state.site),
    target: () => {
      const found = data.classes.find((item) => item.id === store.state.cls);
      if (!found) throw new Error(`no target class ${store.state.cls}`);
      return found;
    },
    openSources: (claims, what) => drawer.open(claims, what),
    hedge: (share) => (COARSE_GRADES.includes(data.meta.terrain.grade) && !isBelow(share) ? t.atMost : ""),
    rangeFrom: referenceOf(data.detection.reference),
  };
  const { fights, readiness } = data;
  const fought: View[] = fights
    ? [outcomesView(app, fights, () => fought.find((view) => view.id === "v5")), capacityView(app, fights), timelineView(app, fights), scopeView(app, fights)]
    : [];
  const matters: View[] = data.claims_matter ? [matterView(app, data.claims_matter)] : [];
  const first = [answerView(app, () => matters[0]), controlsView(app), mapView(app)];
  const outcomes = fought.slice(0, 1);
  const between = [abView(app), profileView(app)];
  const rest = [...fought.slice(1), ...matters, ...(readiness ? [readinessView(app, readiness)] : []), statementsView(app), ...(data.stories ? [storiesView(app, data.stories)] : [])];
  /** On a phone outcomes come right after the map, in the document too, so that eye, ear and keyboard agree. */
  const arranged = (): View[] => (narrowQuery.matches ? [...first, ...outcomes, ...between, ...rest] : [...first, ...between, ...outcomes, ...rest]);
  const views = arranged();
  const keys = makeKeys(app, views, drawer.search);
  const { meta } = data;
  const main = h("main", {}, ...views.map((view) => view.element), printedSources(data));
  document.title = `${meta.title} · ${t.brand}`;
  root.append(
    h("a", { class: "skip", href: "#v0", click: (event: Event) => {
      event.preventDefault();
      goTo(views[0]);
    } }, t.skip),
    h(
      "header",
      { class: "masthead" },
      h("p", {}, h("strong", {}, t.brand), " ", h("span", {}, t.strap)),
      h("div", { class: "tools" },
        languageSwitch(store),
        h("button", { type: "button", class: "tool", "aria-haspopup": "dialog", click: () => app.openSources([], t.v8.title) }, t.v8.open),
        h("button", { type: "button", class: "tool", "aria-haspopup": "dialog", "aria-label": t.keys.title, click: keys.help }, "?")),
    ),
    main,
    h("footer", {}, h("h2", {}, t.scopeTitle), h("p", {}, meta.scope),
      h("p", {}, `${meta.terrain.name}: ${meta.terrain.origin} ${meta.terrain.licence}`), h("p", {}, meta.refraction.text), h("p", { class: "run" }, footer(meta))),
    drawer.element,
    keys.dialog,
    live,
  );
  const inSight = (view: View) => {
    const boxes = view.element.getClientRects();
    const box = boxes[0];
    return box === undefined || (box.bottom > 0 && box.top < window.innerHeight);
  };
  const draw = () => {
    for (const view of views) view.update();
    keys.update();
    root.dataset["ready"] = "true";
  };
  // While a slider is dragged, only what is in sight keeps step; the rest follows when the hand rests.
  let later = 0;
  store.subscribe(() => {
    for (const view of views) if (inSight(view)) view.update();
    keys.update();
    const waiting = views.filter((view) => !inSight(view));
    clearTimeout(later);
    later = window.setTimeout(() => waiting.forEach((view) => view.update()), REST_MS);
  });
  onThemeChange(draw);
  narrowQuery.addEventListener("change", () => {
    views.splice(0, views.length, ...arranged());
    main.prepend(...views.map((view) => view.element));
  });
  window.addEventListener("hashchange", () => {
    if (fromHash(location.hash, data).lang !== language) return location.reload();
    store.state = fromHash(location.hash, data);
    store.refresh();
  });
  draw();
  keepMarked(root);
  const wanted = views.find((view) => view.id === store.state.view);
  if (wanted) {
    unfold(wanted);
    wanted.element.scrollIntoView({ block: "start" });
  }
}

const root = document.getElementById("page");
if (root) {
  try {
    start(root);
  } catch (error) {
    root.append(h("p", { class: "broken", role: "alert" }, `${t.broken} ${error instanceof Error ? error.message : ""}`));
    throw error;
  }
}
