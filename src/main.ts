// The page's entry: registers the labs and lets story links set their state without loading the page again.
import { addressBar } from './components/settings/address-bar.ts';
import { ADDRESSES } from './components/settings/address.ts';
import { SubliminalDigits } from './components/digits/subliminal-digits.ts';
import './components/owls/subliminal-owls.ts';

/** The labs that links lead to, by their place on the page; the digits are the first. */
const LABS = {
  '#digits': { experiment: 'digits', element: 'subliminal-digits' },
  '#owls': { experiment: 'owls', element: 'subliminal-owls' },
} as const;

/** Where a link leads that changes only the query of this page: "?v=2&seeds=5" and "#digits". */
function storyLink(target: EventTarget | null): { search: string; hash: string } | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  const [, search, hash] = /^(\?[^#]*)(#.*)?$/s.exec(link?.getAttribute('href') ?? '') ?? [];
  return search === undefined ? undefined : { search, hash: hash ?? '' };
}

function follow(event: MouseEvent): void {
  const link = storyLink(event.target);
  // Whoever asks for a new tab or window gets one.
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { experiment, element } = link.hash === '#owls' ? LABS['#owls'] : LABS['#digits'];
  addressBar.push(ADDRESSES.story(experiment, link.search, addressBar.search), link.hash);
  const lab = document.querySelector(element);
  lab?.follow();
  lab?.scrollIntoView();
  lab?.querySelector('h2')?.focus({ preventScroll: true });
}

// Of two copies of this script on a page, the one whose labs these are follows the links.
if (customElements.get('subliminal-digits') === SubliminalDigits) document.addEventListener('click', follow);
