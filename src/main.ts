// The page's entry: registers the labs and lets story links set their state without loading the page again.
import { storyAddress } from './components/lab-address.ts';
import './components/subliminal-lab.ts';
import './components/subliminal-owls.ts';

/** The labs that links lead to, by their place on the page; the digits are the first. */
const LABS = {
  '#digits': { experiment: 'digits', element: 'subliminal-lab' },
  '#owls': { experiment: 'owls', element: 'subliminal-owls' },
} as const;

/** A link that changes only the query of this page. */
function storyLink(target: EventTarget | null): HTMLAnchorElement | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  return link?.getAttribute('href')?.startsWith('?') ? link : undefined;
}

document.addEventListener('click', (event) => {
  const link = storyLink(event.target);
  // Whoever asks for a new tab or window gets one.
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { pathname, search, hash } = new URL(link.href);
  const { experiment, element } = hash === '#owls' ? LABS['#owls'] : LABS['#digits'];
  history.pushState(null, '', `${pathname}${storyAddress(experiment, search, location.search)}${hash}`);
  const lab = document.querySelector(element);
  lab?.follow();
  lab?.scrollIntoView();
  lab?.querySelector('h2')?.focus({ preventScroll: true });
});
