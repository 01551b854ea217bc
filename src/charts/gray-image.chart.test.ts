// An image on a canvas is what the networks see, pixel by pixel.
import { expect, test } from 'vitest';
import { grayImage } from './gray-image.ts';

test('every brightness is drawn in its place, opaque, whatever was there', () => {
  const canvas = document.createElement('canvas');
  const pixels = Array.from({ length: 784 }, (_, pixel) => (pixel * 7) % 256);
  grayImage(canvas, Array(784).fill(255));
  grayImage(canvas, pixels);
  expect([canvas.width, canvas.height]).toEqual([28, 28]);
  const drawn = [...(canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [])];
  expect(drawn).toEqual(pixels.flatMap((brightness) => [brightness, brightness, brightness, 255]));
});
