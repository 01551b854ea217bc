// What holds of every state of every lab: axe finds nothing, nothing sticks out of the screen. No test in here.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds in light and in dark, one line each. */
export async function axeFinds(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) {
      found.push(
        ...nodes.map(({ target, failureSummary }) => `${colorScheme} ${id}: ${target.join(' ')} ${failureSummary}`),
      );
    }
  }
  return found;
}

/** Every text of a chart that is not inside its chart, through all shadow roots. */
export function textOutsideCharts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const out: string[] = [];
    const visit = (root: Document | ShadowRoot | Element): void => {
      for (const text of root.querySelectorAll<SVGTextElement>('svg text')) {
        const chart = text.ownerSVGElement!.getBoundingClientRect();
        const { left, right, top, bottom, width } = text.getBoundingClientRect();
        const name = `“${text.textContent}” ${[left, top, right, bottom].map(Math.round).join(' ')}`;
        const inside =
          left >= chart.left - 1 && right <= chart.right + 1 && top >= chart.top - 1 && bottom <= chart.bottom + 1;
        if (width > 0 && !inside) {
          out.push(`${name} of ${[chart.left, chart.top, chart.right, chart.bottom].map(Math.round).join(' ')}`);
        }
      }
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
    };
    visit(document);
    return out;
  });
}

/** Everything that sticks out of the screen and cannot be scrolled to inside a box of its own, and of charts their labels. */
export async function sticksOut(page: Page): Promise<string[]> {
  const boxes = await page.evaluate(() => {
    const out: string[] = [];
    const visit = (element: Element, path: string): void => {
      const { overflowX, clipPath } = getComputedStyle(element);
      if (!element.checkVisibility() || clipPath !== 'none') return;
      const { left, right, width } = element.getBoundingClientRect();
      const name = `${path} ${element.localName}`;
      if (width > 0 && (left < -1 || right > document.documentElement.clientWidth + 1)) {
        out.push(`${name} ${Math.round(left)}…${Math.round(right)} ${element.textContent.trim().slice(0, 40)}`);
      }
      if (overflowX === 'visible') {
        for (const child of (element.shadowRoot ?? element).children) visit(child, name);
        if (element instanceof HTMLSlotElement) for (const child of element.assignedElements()) visit(child, name);
      }
    };
    visit(document.body, '');
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) out.push(`the page scrolls sideways: ${scrollWidth} of ${clientWidth}`);
    return out;
  });
  return [...boxes, ...(await textOutsideCharts(page))];
}
