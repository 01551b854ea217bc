// The ladder to a GPU adapter: each way WebGPU can be missing has its own code and sentence. Makes no device.
import { RunError, type RunErrorCode } from '../experiment/records/run-error.ts';
import type { DeviceDescription } from '../experiment/processor/processors.ts';

/** How long a browser may take to name an adapter, or to open it, before it counts as hung. */
export const GPU_TIMEOUT_MS = 5000;

/** Asks for an adapter, and waits so long for the answer. Throws RunError with the first missing rung. */
export async function findAdapter(milliseconds = GPU_TIMEOUT_MS): Promise<GPUAdapter> {
  if (!globalThis.isSecureContext) {
    throw new RunError(
      'insecure-context',
      'This page was not loaded over a secure connection (https), and browsers offer WebGPU only there.',
    );
  }
  // The types promise `navigator.gpu`; many browsers do not have it.
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu) {
    throw new RunError(
      'no-webgpu',
      'This browser does not have WebGPU. Chrome and Edge have it on Windows, macOS, ChromeOS and Android 12 or newer; Safari has it from version 26 on; Firefox on Windows from 141 on, and on Macs with Apple silicon from 145 on. On Linux it is often still switched off.',
    );
  }
  const adapter = await within(milliseconds, request(gpu), 'adapter-timeout', 'for a graphics adapter');
  if (!adapter) {
    throw new RunError(
      'no-adapter',
      'This browser has WebGPU but found no graphics adapter to run it on; it may be blocked or switched off here.',
    );
  }
  return adapter;
}

async function request(gpu: GPU): Promise<GPUAdapter | null> {
  try {
    return await gpu.requestAdapter({ featureLevel: 'compatibility', powerPreference: 'high-performance' });
  } catch (error) {
    throw new RunError(
      'adapter-error',
      'This browser’s WebGPU failed when asked for a graphics adapter.',
      String(error),
    );
  }
}

/** `promise`, or a RunError with `code` if it takes longer. */
export async function within<T>(
  milliseconds: number,
  promise: Promise<T>,
  code: RunErrorCode,
  what: string,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new RunError(code, `This browser did not answer within ${milliseconds / 1000} seconds when asked ${what}.`),
      );
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the badge says of an adapter. Older browsers do not let it say anything of itself. */
export function describeAdapter(adapter: GPUAdapter): DeviceDescription {
  const info: Partial<GPUAdapterInfo> = infoOf(adapter);
  const name = info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  const fallback = info.isFallbackAdapter ?? ('isFallbackAdapter' in adapter && adapter.isFallbackAdapter);
  return { backend: 'webgpu', name, software: fallback === true };
}

/** What the adapter says of itself; the types promise more than every browser keeps. */
export function infoOf(adapter: GPUAdapter): Partial<GPUAdapterInfo> {
  const info: GPUAdapterInfo | undefined = adapter.info;
  return info ?? {};
}
