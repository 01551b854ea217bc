// Files that programs of the workbench read and write: whatever is wrong with one becomes a sentence, and what is written is
// there whole or not at all. Knows no format.
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/** Something on this machine is not as a program needs it: one sentence, exit code 1. */
export class MachineError extends Error {}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'this user may not open it'],
  ['EPERM', 'this user may not open it'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'it would be too large'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ELOOP', 'its links lead in a circle'],
  ['EMFILE', 'too many files are open'],
  ['EIO', 'the disk does not answer properly'],
]);

/** Bytes that are read at a time. */
const PART = 1 << 20;

/** Why the system refused, in a few words; undefined for an error that is none of the system's. */
export function reasonOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : (REASONS.get(code) ?? code);
}

/** "ENOENT": what the system calls it. */
export function codeOf(error: unknown): string | undefined {
  const isSystems = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystems && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether there is anything of that name, be it readable or not. */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/**
 * The bytes of a file. Throws MachineError, for a device or a pipe, too: those may have no end, or never begin.
 * @param what the name it has in a sentence: "The file “base-0.bin”"
 * @param most bytes beyond which it is not read
 */
export function readWhole(path: string, what: string, most: number): Buffer<ArrayBuffer> {
  try {
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) {
      throw new MachineError(`${what} cannot be read: it is no file (${path}).`);
    }
    const bytes = found.size > most ? undefined : readUpTo(path, most + 1);
    if (bytes && bytes.length <= most) return bytes;
    throw new MachineError(`${what} is too large: at most ${most} bytes are read (${path}).`);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new MachineError(`${what} cannot be read: ${reason} (${path}).`);
  }
}

/** The first bytes of a file, at most so many: what the system makes up while it is read says 0 for its size. */
function readUpTo(path: string, count: number): Buffer<ArrayBuffer> {
  const file = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    let left = count;
    while (left > 0) {
      const part = Buffer.alloc(Math.min(left, PART));
      const length = readSync(file, part);
      if (length === 0) break;
      parts.push(part.subarray(0, length));
      left -= length;
    }
    return Buffer.concat(parts);
  } finally {
    closeSync(file);
  }
}

/** Makes a folder unless it is there. Throws MachineError. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Writes a file beside its place and then puts it there, so that a full disk leaves what was there. Throws MachineError. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const target = fileAt(path);
  const part = `${target}.${process.pid}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    throw notWritten(path, error);
  }
}

/** A place for a result that does not exist yet. */
export interface Reserved {
  write(content: string): void;
  /** Leaves everything as it was. */
  discard(): void;
}

/** Makes sure that `path` can be written before the work is done that fills it. Throws MachineError. */
export function reserve(path: string): Reserved {
  const target = fileAt(path);
  const part = `${target}.${process.pid}.part`;
  let isSpecial = false;
  try {
    const found = statSync(target, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new MachineError(`${path} cannot be written: it is a folder.`);
    if (found) accessSync(target, constants.W_OK);
    // A device or a pipe is written to as it is.
    isSpecial = found !== undefined && !found.isFile();
    if (!isSpecial) writeFileSync(part, '');
  } catch (error) {
    throw notWritten(path, error);
  }
  const discard = () => {
    if (!isSpecial) rmSync(part, { force: true });
  };
  return {
    discard,
    write(content) {
      try {
        writeFileSync(isSpecial ? target : part, content);
        if (!isSpecial) renameSync(part, target);
      } catch (error) {
        discard();
        throw notWritten(path, error);
      }
    },
  };
}

/** Behind a link is the file that is meant. Throws MachineError where the link leads nowhere: it would be replaced itself. */
function fileAt(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isLink(path)) return path;
    const reason = codeOf(error) === 'ENOENT' ? 'it is a link to a file that is not there' : reasonOf(error);
    throw new MachineError(`${path} cannot be written: ${reason}.`);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function notWritten(path: string, error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const missing = codeOf(error) === 'ENOENT' ? 'there is no such folder' : reason;
  return new MachineError(`${path} cannot be written: ${missing}.`);
}
