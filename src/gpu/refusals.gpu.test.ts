// What the GPU refuses: every row of the table of refusals, and nothing that is fine.
import { expect, it } from 'vitest';
import { isRefusal } from '../experiment/processor/refusal.ts';
import { askWhatIsFine, REFUSALS } from '../cpu/fixtures/refusals.ts';
import { useGpu } from './fixtures/use-gpu.ts';
import { createGpuProcessor } from './processor.ts';

const gpu = useGpu();

it.each(REFUSALS)('the GPU refuses $what', async ({ error, message, ask }) => {
  const [processor, other] = [createGpuProcessor(gpu()), createGpuProcessor(gpu())];
  const failure = await ask(processor, other).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(error);
  expect(failure instanceof Error && isRefusal(failure), 'nobody takes it for a failure of the device').toBe(true);
  expect(failure).toMatchObject({ message: expect.stringMatching(message) });
});

it('the GPU does what is fine', async () => {
  await askWhatIsFine(createGpuProcessor(gpu()));
});
