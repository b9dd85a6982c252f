import {constants} from 'node:fs';
import {open, realpath, rename, rm, stat, type FileHandle} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {SluiceError} from './errors.ts';

/** Lines are gathered to about so many characters a write. */
const chunkCharactersMax = 256 * 1024;

/**
Writes a file that is there whole or not at all: under a temporary name beside it, which is renamed when everything is on the disk. Only its owner may read it.

A link is followed, and stays one. What is no file, such as a pipe or `/dev/stdout`, is written to as it is.

@param options.unique Makes the temporary name one that nobody else uses.
@returns How many lines and bytes.
@throws `cannot-write`, with the reason in words: no room, no permission, no such folder; the reason of the signal. Then the file that was there before is still
there, and nothing is left behind.
*/
export async function writeWholeFile(
	path: string,
	lines: Iterable<string> | AsyncIterable<string>,
	options: {unique: string; signal?: AbortSignal},
): Promise<{lineCount: number; byteCount: number}> {
	let file: FileHandle | undefined;
	let temporary = '';
	try {
		const target = await targetOf(path);
		if (target.isSpecial) return await writeThrough(target.path, lines, options.signal);
		temporary = join(dirname(target.path), `.${basename(target.path)}.${options.unique}.part`);
		file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
		const counts = await writeLines(file, lines, options.signal);
		await file.sync();
		await file.close();
		await rename(temporary, target.path);
		return counts;
	} catch (error) {
		await file?.close().catch(() => {
			// It may be closed already; what matters is the first failure.
		});
		// Nothing was made when it could not be opened.
		if (file) await rm(temporary, {force: true});
		throw options.signal?.aborted ? error : cannotWrite(path, error);
	}
}

/** Where a path leads, and whether that is something else than a file or a folder. */
async function targetOf(path: string): Promise<{path: string; isSpecial: boolean}> {
	try {
		const found = await stat(path);
		const isSpecial = !found.isFile() && !found.isDirectory();
		return {path: isSpecial ? path : await realpath(path), isSpecial};
	} catch (error) {
		// Nothing is there yet.
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {path, isSpecial: false};
		throw error;
	}
}

/** A device or a pipe cannot be replaced, so what was written when it fails stays written. */
async function writeThrough(
	path: string,
	lines: Iterable<string> | AsyncIterable<string>,
	signal: AbortSignal | undefined,
): Promise<{lineCount: number; byteCount: number}> {
	const file = await open(path, constants.O_WRONLY);
	try {
		return await writeLines(file, lines, signal);
	} finally {
		await file.close();
	}
}

async function writeLines(
	file: FileHandle,
	lines: Iterable<string> | AsyncIterable<string>,
	signal: AbortSignal | undefined,
): Promise<{lineCount: number; byteCount: number}> {
	let [lineCount, byteCount, chunk] = [0, 0, ''];
	const flush = async (): Promise<void> => {
		signal?.throwIfAborted();
		const bytes = Buffer.from(chunk);
		chunk = '';
		byteCount += bytes.byteLength;
		await file.writeFile(bytes);
	};
	for await (const line of lines) {
		lineCount++;
		chunk += `${line}\n`;
		if (chunk.length >= chunkCharactersMax) await flush();
	}
	await flush();
	return {lineCount, byteCount};
}

const reasons: Readonly<Record<string, string>> = {
	ENOSPC: 'there is no room left on the disk',
	EDQUOT: 'your quota of the disk is used up',
	EACCES: 'you may not write there',
	EPERM: 'you may not write there',
	EROFS: 'the disk is read-only',
	ENOENT: 'there is no such folder',
	ENOTDIR: 'part of the path is no folder',
	EISDIR: 'it is a folder',
	EFBIG: 'the file would be too large',
	EIO: 'the disk has a failure',
	ENAMETOOLONG: 'the name is too long',
};

/** A failure of the disk as a sentence. */
export function cannotWrite(path: string, cause: unknown): SluiceError {
	if (cause instanceof SluiceError) return cause;
	const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
	const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
	return new SluiceError(`${path} cannot be written: ${reason}.`, {code: 'cannot-write', nextSteps: ['Choose another path.'], cause});
}
