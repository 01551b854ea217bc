// Whether a reader can see the host, in the viewport of a tab that is shown, or is about to. Decides nothing.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface VisibilityOptions {
  /** The host is in the viewport or less than a screen away from it; once per time in the page. */
  near(): void;
  changed(visible: boolean): void;
}

export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: VisibilityOptions;
  readonly #observer: IntersectionObserver;
  readonly #scout: IntersectionObserver;
  #inView = false;
  #visible = false;

  constructor(host: ReactiveControllerHost & Element, options: VisibilityOptions) {
    this.#host = host;
    this.#options = options;
    this.#observer = new IntersectionObserver((entries) => {
      this.#inView = entries[entries.length - 1].isIntersecting;
      this.#check();
    });
    this.#scout = new IntersectionObserver((entries) => this.#scouted(entries), { rootMargin: '100% 0px' });
    host.addController(this);
  }

  get visible(): boolean {
    return this.#visible;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    this.#scout.observe(this.#host);
    document.addEventListener('visibilitychange', this.#check);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#scout.disconnect();
    document.removeEventListener('visibilitychange', this.#check);
    this.#inView = false;
    this.#visible = false;
  }

  #scouted(entries: readonly IntersectionObserverEntry[]): void {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#scout.disconnect();
    this.#options.near();
  }

  readonly #check = (): void => {
    const visible = this.#inView && document.visibilityState === 'visible';
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#options.changed(visible);
  };
}
