// Loads the code of a lab when somebody comes near it: whoever reads only the first lab is sent nothing of the others. Until
// then the page shows what it holds inside the element.
import { EXPERIMENT_NAMES, SIGNS, type ExperimentName } from '../experiment/signs.ts';

/** A new lab's code is found by the name of its folder, which is that of its experiment. */
const files = import.meta.glob('./*/main.ts');

const loading = new Map<string, Promise<unknown>>();

/** Resolves when the element of this lab is defined, if its code can be had. */
export async function loadLab(name: ExperimentName): Promise<void> {
  const { element } = SIGNS[name];
  if (customElements.get(element)) return;
  const load = files[`./${name}/main.ts`];
  if (!load) throw new RangeError(`no file defines <${element}>`);
  const promise = loading.get(element) ?? load();
  loading.set(element, promise);
  try {
    await promise;
  } catch (error) {
    // Asked for again by the next one who comes near.
    loading.delete(element);
    console.info(`Subliminal Lab: the code of <${element}> could not be loaded.`, String(error));
  }
}

/** Watches for labs on the page, those that are there and those that come. */
export function loadLabsWhenNear(): void {
  const names = new Map<string, ExperimentName>(EXPERIMENT_NAMES.map((name) => [SIGNS[name].element, name]));
  const selector = [...names.keys()].join(',');
  const load = ({ localName }: Element) => {
    const name = names.get(localName);
    if (name) void loadLab(name);
  };
  // Where nothing tells what is in view, everything is.
  const scout =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver(
          (entries) => {
            for (const { isIntersecting, target } of entries) if (isIntersecting) load(target);
          },
          { rootMargin: '100% 0px' },
        );
  const meet = (lab: Element) => {
    if (customElements.get(lab.localName)) return;
    if (scout) scout.observe(lab);
    else load(lab);
  };
  for (const lab of document.querySelectorAll(selector)) meet(lab);
  // Who prints sees all of the page. Paper does not wait: the first sheet may still have what the page holds inside.
  const onPaper = () => document.querySelectorAll(selector).forEach(load);
  window.addEventListener('beforeprint', onPaper);
  matchMedia('print').addEventListener('change', ({ matches }) => matches && onPaper());
  // Whoever loads this into a page without labs puts them there later, perhaps where nobody sees them come.
  const expectAll = () => {
    if (!document.querySelector(selector)) for (const name of names.values()) void loadLab(name);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', expectAll, { once: true });
  else expectAll();
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(selector)) meet(node);
        for (const lab of node.querySelectorAll(selector)) meet(lab);
      }
    }
  }).observe(document, { childList: true, subtree: true });
}
