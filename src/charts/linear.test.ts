// The scale hits both ends, runs in either direction and goes on beyond them.
import { expect, test } from 'vitest';
import { linear } from './linear.ts';

test('from domain to range, upward and downward', () => {
  const y = linear([0, 1], [300, 20]);
  expect([y(0), y(1), y(0.5), y(2)]).toEqual([300, 20, 160, -260]);
});
