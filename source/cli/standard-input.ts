import {createInterface} from 'node:readline';
import {UsageError} from '../shared/errors.ts';
import type {Invocation} from './command.ts';

/** AWS takes at most 1 MiB in SQS and SNS and 10 MiB in Kinesis; what is longer is refused before it is all read. */
const inputBytesMax = 10 * 1024 * 1024;

/**
The body that a command sends: the flag's text as it is, the word on the command line, or standard input for `-` and where there is no word.

@throws UsageError when there is nothing, both word and flag, or more than 10 MiB.
*/
export async function readBody(
	invocation: Pick<Invocation, 'stdin'>,
	given: {readonly word: string | undefined; readonly flag?: string | undefined},
): Promise<Buffer> {
	const {word, flag} = given;
	if (flag !== undefined && word !== undefined)
		throw new UsageError('The text is given twice, as a word and by a flag.', {nextSteps: ['Give it once.']});
	if (flag !== undefined) return Buffer.from(flag);
	if (word !== undefined && word !== '-') return Buffer.from(word);
	const {stdin} = invocation;
	if (stdin.isTTY && word === undefined) {
		throw new UsageError('There is nothing to send.', {nextSteps: ['Give the text as the last word, or pipe it in.']});
	}
	const chunks: Buffer[] = [];
	let byteCount = 0;
	for await (const chunk of stdin) {
		const bytes = Buffer.from(chunk as Buffer | string); // A stream without objects gives bytes or text.
		byteCount += bytes.length;
		if (byteCount > inputBytesMax) throw new UsageError('Standard input holds more than 10 MiB, which AWS does not take in one piece.');
		chunks.push(bytes);
	}
	return Buffer.concat(chunks);
}

/** The lines of standard input, without their ends; empty ones are passed over. */
export async function* readLines({stdin}: Pick<Invocation, 'stdin'>): AsyncGenerator<string> {
	for await (const line of createInterface({input: stdin, crlfDelay: Infinity})) if (line !== '') yield line;
}
