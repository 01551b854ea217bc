// The width of an element in the host's shadow root, for charts that lay themselves out in real pixels.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class SizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer?: ResizeObserver;
  #width = 0;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
    if (typeof ResizeObserver === 'undefined') return;
    this.#observer = new ResizeObserver((entries) => {
      for (const { contentRect } of entries) this.#measure(contentRect.width);
    });
  }

  /** CSS pixels, whole. */
  get width(): number {
    return this.#width || Math.floor(this.#host.clientWidth);
  }

  hostConnected(): void {
    this.#observer?.observe(this.#host);
    if (!this.#observer) window.addEventListener('resize', this.#resized);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    window.removeEventListener('resize', this.#resized);
  }

  /** Without an observer only the window tells that widths may have changed. */
  readonly #resized = (): void => this.#measure(this.#host.clientWidth);

  #measure(width: number): void {
    const whole = Math.floor(width);
    if (whole === this.#width) return;
    this.#width = whole;
    this.#host.requestUpdate();
  }
}
