// What went wrong, in sentences: remarks under which a run goes on, and the failure that ended it with the ways on.
import { html, nothing, type TemplateResult } from 'lit';
import type { Trouble } from '../run/trouble.ts';
import type { WayOn } from '../run/ways-on.ts';

export function remarks(sentences: readonly string[]): TemplateResult | typeof nothing {
  if (sentences.length === 0) return nothing;
  return html`<ul class="notices">
    ${sentences.map((sentence) => html`<li .textContent=${sentence}></li>`)}
  </ul>`;
}

/**
 * The region is there before anything fails, so that a screen reader hears what appears in it.
 * @param primary the first way on is what most visitors want now
 */
export function troubleAlert(
  trouble: Trouble | undefined,
  goOn: (way: WayOn) => void,
  primary: boolean,
): TemplateResult {
  if (!trouble) return html`<div role="alert" hidden></div>`;
  return html`<div class="alert" role="alert">
    <p .textContent=${trouble.message}></p>
    ${trouble.ways.map(
      (way, index) =>
        html`<button
          type="button"
          class=${primary && index === 0 ? 'primary' : ''}
          @click=${() => goOn(way)}
          .textContent=${way.label}
        ></button>`,
    )}
  </div>`;
}
