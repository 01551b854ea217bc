// A 28 × 28 gray image on a canvas of the same size; CSS scales it up. Noise or digit, drawn as the networks see it.

const SIDE = 28;

/** @param pixels brightness 0 … 255, [pixel], row by row */
export function grayImage(canvas: HTMLCanvasElement, pixels: readonly number[]): void {
  if (canvas.width !== SIDE) canvas.width = SIDE;
  if (canvas.height !== SIDE) canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  pixels.forEach((brightness, pixel) => image.data.set([brightness, brightness, brightness, 255], 4 * pixel));
  context.putImageData(image, 0, 0);
}
