// The page's entry: has the labs loaded when somebody comes near them, and lets story links set the state of a lab without
// loading the page again. Which labs there are is in signs.ts.
import { LabElement } from './components/lab/lab-element.ts';
import { loadLab, loadLabsWhenNear } from './components/near.ts';
import { isOurs } from './components/parts/define.ts';
import { addressBar } from './components/settings/address-bar.ts';
import { ADDRESSES } from './components/settings/address.ts';
import { EXPERIMENT_NAMES, SIGNS, type ExperimentName } from './experiment/signs.ts';

/** Where a link leads that changes only the query of this page: "?v=2&seeds=5" and "#digits". */
function storyLink(target: EventTarget | null): { search: string; hash: string } | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  const [, search, hash] = /^(\?[^#]*)(#.*)?$/s.exec(link?.getAttribute('href') ?? '') ?? [];
  return search === undefined ? undefined : { search, hash: hash ?? '' };
}

/** The lab that a link leads to; the first of all where it names none. */
function labAt(hash: string): ExperimentName | undefined {
  return EXPERIMENT_NAMES.find((name) => hash === `#${name}`) ?? EXPERIMENT_NAMES[0];
}

function follow(event: MouseEvent): void {
  // Of two copies of this script on a page, the one whose labs these are follows the links.
  if (!EXPERIMENT_NAMES.some((name) => isOurs(SIGNS[name].element))) return;
  const link = storyLink(event.target);
  const experiment = link && labAt(link.hash);
  // Whoever asks for a new tab or window gets one.
  if (!experiment || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  addressBar.push(ADDRESSES.story(experiment, link.search, addressBar.search), link.hash);
  const lab = document.querySelector(SIGNS[experiment].element);
  if (!lab) return;
  lab.scrollIntoView();
  // A lab that is only now loaded reads the address by itself.
  if (lab instanceof LabElement) lab.follow();
  void focusTitle(lab, loadLab(experiment));
}

/** At once, and again where that was in vain: while an element becomes a lab, what it holds is shown nowhere for a moment. */
async function focusTitle(lab: Element, loaded: Promise<void>): Promise<void> {
  const title = lab.querySelector('h2');
  title?.focus({ preventScroll: true });
  const before = document.activeElement;
  await loaded;
  if (lab instanceof LabElement) await lab.updateComplete;
  // Whoever has gone elsewhere meanwhile is not called back.
  if ([before, document.body].includes(document.activeElement)) title?.focus({ preventScroll: true });
}

loadLabsWhenNear();
document.addEventListener('click', follow);
