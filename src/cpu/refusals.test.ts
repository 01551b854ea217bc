// What the CPU refuses: every row of the table of refusals, and nothing that is fine.
import { expect, it } from 'vitest';
import { isRefusal } from '../experiment/processor/refusal.ts';
import { askWhatIsFine, REFUSALS } from './fixtures/refusals.ts';
import { createCpuProcessor } from './processor.ts';

it.each(REFUSALS)('the CPU refuses $what', async ({ error, message, ask }) => {
  const [processor, other] = [createCpuProcessor(), createCpuProcessor()];
  const failure = await ask(processor, other).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(error);
  expect(failure instanceof Error && isRefusal(failure), 'nobody takes it for a failure of the device').toBe(true);
  expect(failure).toMatchObject({ message: expect.stringMatching(message) });
});

it('the CPU does what is fine', async () => {
  await askWhatIsFine(createCpuProcessor());
});
