// A harness for tests of elements: puts one on the page as a lab would, sets its properties, hears what it tells and asks axe.
// What is in it, tests find by role and text with vitest's locators, which look into shadow roots.
import axe from 'axe-core';
import { css } from 'lit';
import { onTestFinished } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import { tokens } from './tokens.ts';

type Tags = HTMLElementTagNameMap;

export interface Mounted<Shown extends HTMLElement> {
  readonly element: Shown;
  /** For what is inside. */
  readonly inside: Locator;
}

/** Puts an element on the page, in the colors of a lab, until the test is over. */
export async function mount<Tag extends keyof Tags>(
  tag: Tag,
  properties: Partial<Tags[Tag]>,
): Promise<Mounted<Tags[Tag]>> {
  const element = Object.assign(document.createElement(tag), properties);
  const lab = document.createElement('div');
  const ground = document.createElement('div');
  ground.className = 'ground';
  ground.append(element);
  const root = lab.attachShadow({ mode: 'open' });
  for (const { styleSheet } of [
    tokens,
    css`
      .ground {
        background: var(--subliminal-background);
      }
    `,
  ]) {
    if (styleSheet) root.adoptedStyleSheets.push(styleSheet);
  }
  root.append(ground);
  document.body.append(lab);
  onTestFinished(() => lab.remove());
  await drawn(element);
  return { element, inside: page.elementLocator(element) };
}

/** Resolves when an element and those in it have drawn what was set. */
export async function drawn(element: Element): Promise<void> {
  if ('updateComplete' in element) await element.updateComplete;
  const inner = element.shadowRoot?.querySelectorAll('*') ?? [];
  await Promise.all([...inner].filter((each) => each.shadowRoot).map(drawn));
}

/** Whatever of that name is told at an element from now on. */
export function heard<Name extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  name: Name,
): HTMLElementEventMap[Name][] {
  const events: HTMLElementEventMap[Name][] = [];
  element.addEventListener(name, (event) => events.push(event));
  return events;
}

/** Whether it has the focus; a matcher of vitest would name the element that has the shadow root. */
export function hasFocus(locator: Locator): boolean {
  return locator.element().matches(':focus');
}

/** What axe finds in an element, in light and in dark, one line each. */
export async function axeFinds(element: HTMLElement): Promise<string[]> {
  const found: string[] = [];
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    // A part of a page has no landmarks of its own.
    const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
    for (const { id, nodes } of violations) {
      found.push(
        ...nodes.map(({ target, failureSummary }) => `${scheme} ${id}: ${target.join(' ')} ${failureSummary}`),
      );
    }
  }
  document.documentElement.style.colorScheme = '';
  return found;
}
