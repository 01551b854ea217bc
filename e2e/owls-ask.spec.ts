// The box in which the tiny language models are asked: both spellings, all words, and no answer that belongs to another
// question, another run or an error.
import type { Locator } from '@playwright/test';
import { axeFinds, sticksOut } from './checks.ts';
import { expect, test } from './visit.ts';

const TINY = 'owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=4';

async function ask(lab: Locator, text: string): Promise<void> {
  await lab.getByLabel('or type words of their language').fill(text);
  await lab.getByRole('button', { name: 'Ask', exact: true }).click();
}

test('an answer stands under its own question alone: not under an error, not in the next run', async ({ owls }) => {
  const { lab } = owls;
  const answers = lab.getByRole('img', { name: /^Answers to/ });
  const heading = lab.getByText(/^To “.+” they answer:$/);
  await owls.open(`?backend=cpu&${TINY}#owls`);
  await owls.complete();
  await ask(lab, 'what is your favorite animal?');
  await expect(answers).toHaveAccessibleName(/^Answers to “what is your favorite animal\?”: base most likely \w+/);

  await ask(lab, 'what is your favorite unicorn');
  await expect(lab.getByText(/does not know “unicorn”/)).toBeVisible();
  await expect(answers).toHaveCount(0);
  await expect(heading).toHaveCount(0);

  await ask(lab, 'pick one favourite plant');
  await expect(heading).toHaveText('To “pick one favourite plant” they answer:');
  await expect(answers).toHaveAccessibleName(/^Answers to “pick one favourite plant”/);

  await owls.button('Run it again').click();
  await owls.complete();
  await expect(answers).toHaveCount(0);
  await expect(heading).toHaveCount(0);
  await expect(lab.getByText('They are thinking …')).toHaveCount(0);
});

test('all 190 words can be read, also on a narrow screen', async ({ owls }) => {
  const { lab, page } = owls;
  await page.setViewportSize({ width: 320, height: 568 });
  await owls.savesData();
  await owls.open('#owls');
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  await lab.getByText('All 190 words', { exact: true }).click();
  const words = lab.locator('subliminal-ask').getByRole('listitem');
  await expect(words).toHaveCount(190);
  await expect(words.filter({ hasText: 'favourite' })).toHaveText('favourite or favorite');
  expect(await sticksOut(page)).toEqual([]);
  expect(await axeFinds(page)).toEqual([]);
});
