// A training thread of a machine without WebGPU, that is asked to train and never does; for tests of labs in a browser.
import { vi } from 'vitest';
import type { Response } from '../../worker/client.ts';

interface Asked {
  readonly kind: string;
  readonly entries?: readonly (readonly [string, string])[];
}

export class IdleThread {
  /** What all of them were asked, oldest first. */
  static asked: Asked[] = [];
  onmessage: (event: { data: Response }) => void = () => {};

  constructor() {
    this.#say({ kind: 'alive' });
  }

  postMessage(request: Asked): void {
    IdleThread.asked.push(request);
    const message = 'WebGPU is missing here.';
    if (request.kind === 'probe') {
      this.#say({ kind: 'availability', availability: { webgpu: false, code: 'no-webgpu', message } });
    }
  }

  terminate(): void {}

  #say(data: Response): void {
    queueMicrotask(() => this.onmessage({ data }));
  }
}

/** From now on training threads are idle, and the visitor wants to be sent little: labs show what is recorded. */
export function idleThreads(): void {
  IdleThread.asked = [];
  vi.stubGlobal('Worker', IdleThread);
  Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
}
