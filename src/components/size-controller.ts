// The width of an element in the host's shadow root, for charts that lay themselves out in real pixels.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class SizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer: ResizeObserver;
  #width = 0;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#observer = new ResizeObserver(([{ contentRect }]) => this.#measure(contentRect.width));
    host.addController(this);
  }

  /** CSS pixels, whole. */
  get width(): number {
    return this.#width || Math.floor(this.#host.clientWidth);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #measure(width: number): void {
    const whole = Math.floor(width);
    if (whole === this.#width) return;
    this.#width = whole;
    this.#host.requestUpdate();
  }
}
