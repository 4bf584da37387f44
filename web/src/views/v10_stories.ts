// V10: published claims as cards, each with what was said, the circle, the model and what stays unknown.
import type { App, View } from "../app";
import { t } from "../i18n";
import type { Story, StoryPart } from "../types";
import { h, type Table } from "../ui/dom";
import { labelChip, makeFigure, sourceChip } from "../ui/figure";

const list = (lines: string[]) => h("ul", {}, ...lines.map((line) => h("li", {}, line)));
const tableOf = (story: Story, part: StoryPart): Table => ({ caption: `${story.number}. ${story.title}: ${part.title}`, head: part.columns, rows: part.rows });

/** A figure that the study has drawn: it carries its own words for those who do not see it. */
function drawn(title: string, svg: string): HTMLElement {
  const holder = h("figure", { class: "story" }, h("figcaption", {}, title));
  holder.append(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
  return holder;
}

function cardOf(app: App, story: Story): HTMLElement {
  const chip = sourceChip(app, () => story.claims, () => story.title);
  labelChip(chip, story.claims, story.title);
  const grade = story.terrain_grade ? t.v10.grade(story.terrain_grade) : t.v10.smooth;
  const figures = h("details", { class: "story-more" }, h("summary", {}, t.v10.open));
  // Drawn when a reader asks for it: the page need not hold what nobody looks at.
  figures.addEventListener("toggle", () => {
    if (figures.children.length > 1) return;
    for (const part of story.model)
      figures.append(h("h4", {}, part.title), h("div", { class: "story-figures" }, ...part.figures.map((figure) => drawn(figure.title, figure.svg))), h("pre", { tabindex: "0" }, part.commands.join("\n")));
    figures.append(h("h4", {}, t.v10.inputs(story.open_inputs.length)), list(story.open_inputs));
  });
  const said = h("section", {}, h("h4", {}, t.v10.said), list(story.said));
  const circle = h("section", {}, h("h4", {}, t.v10.circle), h("p", {}, story.circle));
  const model = h("section", {}, h("h4", {}, t.v10.model), ...story.model.flatMap((part) => part.sentences.map((text) => h("p", {}, text))), h("p", { class: "fine" }, grade));
  const unknown = h("section", {}, h("h4", {}, t.v10.unknown), list(story.unknown));
  return h("details", { class: "story-card", name: "stories" },
    h("summary", {}, h("h3", {}, `${story.number}. ${story.title}`)),
    h("div", { class: "story-four" }, said, circle, model, unknown), figures, chip);
}

export function storiesView(app: App, stories: Story[]): View {
  const figure = makeFigure(app, {
    id: "v10",
    kicker: t.v10.kicker,
    tables: () => stories.flatMap((story) => story.model.map((part) => tableOf(story, part))),
    folds: true,
  });
  figure.element.classList.add("wide");
  figure.plot.append(...stories.map((story) => cardOf(app, story)));
  const claims = [...new Set(stories.flatMap((story) => story.claims))];
  return {
    id: "v10",
    key: "g",
    element: figure.element,
    update: () => figure.set({ title: t.v10.title(stories.length), number: String(stories.length), numberLabel: t.v10.number, caveat: t.v10.caveat, claims, alt: t.v10.kicker }),
  };
}
