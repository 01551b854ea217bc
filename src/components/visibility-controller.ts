// Whether a reader can see the host: in the viewport of a tab that is shown. Decides nothing.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #changed: (visible: boolean) => void;
  readonly #observer: IntersectionObserver;
  #inView = false;
  #visible = false;

  constructor(host: ReactiveControllerHost & Element, changed: (visible: boolean) => void) {
    this.#host = host;
    this.#changed = changed;
    this.#observer = new IntersectionObserver((entries) => {
      this.#inView = entries[entries.length - 1].isIntersecting;
      this.#check();
    });
    host.addController(this);
  }

  get visible(): boolean {
    return this.#visible;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    document.addEventListener('visibilitychange', this.#check);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#check);
    this.#inView = false;
    this.#visible = false;
  }

  readonly #check = (): void => {
    const visible = this.#inView && document.visibilityState === 'visible';
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#changed(visible);
  };
}
