// Marks the parts of the page that are not in its language, so that a screen reader speaks them as English (WCAG 3.1.2).
import { ENGLISH, language, spoken } from "./words";

const LETTERS = /\p{L}{2}/u;
const LONG_ENOUGH = 4; // letters of a piece that tells the language of a text that it is part of
const marked = new WeakSet<Element>();
const known = new Map<string, boolean>();

/** The text without the marks that keep numbers and units on one line. */
function plain(text: string): string {
  return text.replace(/\u00a0/g, " ").replace(/\u2060/g, "").trim();
}

function isSpoken(text: string): boolean {
  if (!LETTERS.test(text) || spoken.has(text)) return true;
  for (const piece of spoken) if (piece.length >= LONG_ENOUGH && text.includes(plain(piece))) return true;
  return false;
}

function mark(node: Node): void {
  const parent = node.parentElement;
  if (!parent || (parent.hasAttribute("lang") && !marked.has(parent))) return;
  const text = plain(node.nodeValue ?? "");
  if (!text) return;
  let own = known.get(text);
  if (own === undefined) {
    own = isSpoken(text);
    known.set(text, own);
  }
  if (own) {
    if (marked.delete(parent)) parent.removeAttribute("lang");
  } else {
    parent.setAttribute("lang", ENGLISH);
    marked.add(parent);
  }
}

function markUnder(node: Node): void {
  if (node.nodeType === Node.TEXT_NODE) return mark(node);
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) mark(texts.currentNode);
}

/** Keeps the marks of a page in step with its texts; an English page needs none. */
export function keepMarked(root: HTMLElement): void {
  document.documentElement.lang = language;
  if (language === ENGLISH) return;
  markUnder(root);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") mark(change.target);
      else change.addedNodes.forEach(markUnder);
    }
  }).observe(root, { childList: true, characterData: true, subtree: true });
}

/** Texts of the data that are in the page's language. */
export function isOurs(texts: string[]): void {
  for (const text of texts) if (text) spoken.add(text);
}
