// The lab writes its own names into an address and leaves the rest of it to the page around.
import { expect, test } from 'vitest';
import { isSetting } from './lab-attributes.ts';
import { withForeign } from './url-controller.ts';

const foreign = (name: string) => !isSetting(name);

test.each([
  ['?v=1&seeds=5', '', '?v=1&seeds=5'],
  ['', '?v=1&seeds=5', ''],
  ['?v=1&seeds=5', '?p=12&v=1&seeds=2&backend=cpu', '?v=1&seeds=5&p=12'],
  ['', '?utm_source=a%20letter&seeds=2&q=1+1&flag', '?utm_source=a%20letter&q=1+1&flag'],
  ['?v=1&seeds=5', '?%zz=1&&', '?v=1&seeds=5&%zz=1'],
])('%s written over %s is %s', (query, search, address) => {
  expect(withForeign(query, search, foreign)).toBe(address);
});
