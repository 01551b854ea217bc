// The page's entry: registers the lab and lets story links set its state without loading the page again.
import './components/subliminal-lab.ts';

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
  history.pushState(null, '', `${pathname}${search}${hash}`);
  const lab = document.querySelector('subliminal-lab');
  lab?.follow();
  lab?.scrollIntoView();
  lab?.querySelector('h2')?.focus({ preventScroll: true });
});
