// Whether a reader can see the host, in the viewport of a tab that is shown, or is about to. Decides nothing.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface VisibilityOptions {
  /** The host is in the viewport or less than a screen away from it; once per time in the page. */
  near(): void;
  /** The page has nothing to do, and nobody has come near; once per time in the page. */
  idle(): void;
  changed(visible: boolean): void;
}

export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: VisibilityOptions;
  readonly #observer?: IntersectionObserver;
  readonly #scout?: IntersectionObserver;
  #inView = false;
  #visible = false;
  #met = false;

  constructor(host: ReactiveControllerHost & Element, options: VisibilityOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
    // Where nothing tells what is in view, everything is.
    if (typeof IntersectionObserver === 'undefined') return;
    this.#observer = new IntersectionObserver((entries) => {
      this.#inView = entries.at(-1)?.isIntersecting ?? false;
      this.#check();
    });
    this.#scout = new IntersectionObserver((entries) => this.#scouted(entries), { rootMargin: '100% 0px' });
  }

  get visible(): boolean {
    return this.#visible;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#check);
    this.#observer?.observe(this.#host);
    this.#scout?.observe(this.#host);
    if (!this.#observer) queueMicrotask(() => this.#everything());
    if (document.readyState === 'complete') this.#rest();
    else window.addEventListener('load', this.#rest);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#scout?.disconnect();
    document.removeEventListener('visibilitychange', this.#check);
    window.removeEventListener('load', this.#rest);
    this.#met = false;
    this.#inView = false;
    this.#visible = false;
  }

  #scouted(entries: readonly IntersectionObserverEntry[]): void {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#scout?.disconnect();
    this.#meet();
  }

  #meet(): void {
    this.#met = true;
    this.#options.near();
  }

  /** As late as an observer would say it: the host has taken in its settings by then. */
  #everything(): void {
    if (!this.#host.isConnected) return;
    this.#inView = true;
    this.#check();
    this.#meet();
  }

  /** Waits until the page has nothing to do. */
  readonly #rest = (): void => {
    const idle = () => {
      if (this.#host.isConnected && !this.#met) this.#options.idle();
    };
    if (typeof requestIdleCallback === 'undefined') setTimeout(idle, 1000);
    else requestIdleCallback(idle, { timeout: 3000 });
  };

  readonly #check = (): void => {
    const visible = this.#inView && document.visibilityState === 'visible';
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#options.changed(visible);
  };
}
