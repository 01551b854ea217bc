// Examples of one number per place of a list, as they are saved in examples/.
import { expect, test } from 'vitest';
import { exampleOf } from './chart-fixture.ts';
import { placeBars } from './place-bars.ts';

test('eleven places, the first far above the others', async () => {
  const values = [0.625, 0.071, 0.063, 0.058, 0.061, 0.063, 0.065, 0.062, 0.062, 0.063, 0.016];
  const bars = values.map((value, place) => ({ name: place === 10 ? 'end' : String(place + 1), value }));
  const drawn = exampleOf((svg) => placeBars(svg, bars, { width: 330, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/place-bars.svg');
});

test('nothing differs anywhere', async () => {
  const bars = ['1', '2', 'end'].map((name) => ({ name, value: 0 }));
  const drawn = exampleOf((svg) => placeBars(svg, bars, { width: 330, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/place-bars-flat.svg');
});

test('before the end of a run', async () => {
  const drawn = exampleOf((svg) => placeBars(svg, [], { width: 330, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/place-bars-empty.svg');
});
