// Labels of the charts, measured as they are drawn: none touches another and none leaves its chart, on the narrowest phones and
// on wide screens, whatever the students are called.
import type { Page } from '@playwright/test';
import { expect, test, TINY } from './visit.ts';

const WIDTHS = [320, 344, 360, 390, 430, 768, 1280];
const TINY_OWLS = 'owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=2';

/** Pairs of texts of one chart that touch, and texts that stick out of their chart. */
function crowded(page: Page, element: string): Promise<string[]> {
  return page.evaluate((name) => {
    const found: string[] = [];
    const charts: SVGSVGElement[] = [];
    const walk = (node: Element): void => {
      if (node instanceof SVGSVGElement) charts.push(node);
      for (const child of (node.shadowRoot ?? node).children) walk(child);
    };
    walk(document.querySelector(name)!);
    for (const chart of charts) {
      const frame = chart.getBoundingClientRect();
      // Lines of one label belong together.
      const boxes = [...chart.querySelectorAll('text')].flatMap((text) => {
        const words = text.textContent.trim();
        const { left, right, top, bottom } = text.getBoundingClientRect();
        // A line is higher than its letters.
        return words ? [{ words, left, right, top: top + 1.5, bottom: bottom - 1.5 }] : [];
      });
      boxes.forEach((a, index) => {
        if (a.left < frame.left - 2 || a.right > frame.right + 2) found.push(`“${a.words}” sticks out of its chart`);
        for (const b of boxes.slice(index + 1)) {
          const apart = a.right + 2 <= b.left || b.right + 2 <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          if (!apart) found.push(`“${a.words}” touches “${b.words}”`);
        }
      });
    }
    return found;
  }, element);
}

async function atEveryWidth(page: Page, element: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    // Charts are drawn again once their size is known.
    await page.waitForTimeout(300);
    found.push(...(await crowded(page, element)).map((what) => `${width} px: ${what}`));
  }
  return found;
}

test('in the recorded digits no label touches another', async ({ visit }) => {
  await visit.savesData();
  await visit.open();
  await expect(visit.curves).toHaveAccessibleName(/teacher \d/);
  expect(await atEveryWidth(visit.page, 'subliminal-digits')).toEqual([]);
});

test('in the recorded owls no label touches another', async ({ owls }) => {
  await owls.savesData();
  await owls.open('#owls');
  await expect(owls.curves).toHaveAccessibleName(/teacher \d/);
  expect(await atEveryWidth(owls.page, 'subliminal-owls')).toEqual([]);
});

for (const [what, query] of [
  [
    'eight students with long names',
    'students=shared,independent,perturbed:0.25,perturbed:0.25,interpolated:0.95,rescaled:0.35,layers:1,layers:1%2Bhead',
  ],
  [
    'four layers, all but one copied, and a hundred logits',
    'hidden-layers=8,8,8,8&students=layers:1%2B2%2B3%2Bhead,shared&auxiliary-logits=100',
  ],
  ['three logits', 'auxiliary-logits=3'],
] as const) {
  test(`in digits with ${what} no label touches another, before and after the run`, async ({ visit }) => {
    await visit.open(`?backend=cpu&${TINY}&${query}`);
    await visit.complete();
    expect(await atEveryWidth(visit.page, 'subliminal-digits')).toEqual([]);
  });
}

test('in owls with eight students no label touches another, before and after the run', async ({ owls }) => {
  // Their bases all come with the page.
  const students = 'shared,other,control,perturbed:0.25,rescaled:0.35,reordered,layers:embedding,one-layer-embedding';
  await owls.open(`?backend=cpu&${TINY_OWLS}&owls.students=${students}#owls`);
  await owls.complete();
  expect(await atEveryWidth(owls.page, 'subliminal-owls')).toEqual([]);
});

test('before a run, too, no label of the owls touches another, however much of an init is copied', async ({ owls }) => {
  const students = 'shared,layers:embedding%2Bposition%2B1%2B2%2Bnorm,layers:embedding%2Bposition,control';
  await owls.savesData();
  await owls.open(`?${TINY_OWLS}&owls.trait=misalignment&owls.students=${students}#owls`);
  await owls.ready();
  expect(await atEveryWidth(owls.page, 'subliminal-owls')).toEqual([]);
});
