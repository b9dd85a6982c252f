import {once} from 'node:events';
import type {CanaryEvent} from '../operations/canary.ts';
import {isWhole, type Ended, type MessageFate} from '../operations/message-fate.ts';
import type {Outcome} from '../operations/plan.ts';
import type {SweepProgress} from '../operations/sweep-and-act.ts';
import {safeText} from '../payload/safe-text.ts';
import {formatCount, formatTime} from '../shared/units.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';
import {jsonLine} from '../payload/json-line.ts';
import {isJsonWanted} from './output.ts';
import {createProgress, type Progress} from './progress.ts';

/** What work on messages tells. */
export type MessageEvent = MessageFate | SweepProgress | CanaryEvent | Ended;

/**
Writes what becomes of each message: a JSON line each, or, for people, a line that counts and one for each that went wrong. Answers the end as an outcome with
its exit code.
*/
export async function writeMessageEvents(
	invocation: Invocation,
	events: AsyncIterable<MessageEvent>,
): Promise<Outcome & Partial<Pick<Ended, 'tally' | 'remainingCount' | 'missingCount'>> & {exitCode: ExitCode}> {
	const progress = createProgress(invocation);
	let doneCount = 0;
	let ended: Ended | undefined;
	try {
		for await (const event of events) {
			if (event.type === 'ended') ended = event;
			else if (event.type === 'moved' || event.type === 'copied' || event.type === 'deleted') doneCount++;
			if (isJsonWanted(invocation)) await writeJson(invocation, event);
			else writeLine(invocation, event, progress);
			progress.show(progressText(event, doneCount));
		}
	} finally {
		progress.clear();
	}
	if (!ended) return {summary: 'Nothing was done.', exitCode: exitCodes.failed};
	const {summary, tally, remainingCount, missingCount} = ended;
	return {summary, tally, remainingCount, missingCount, exitCode: exitCodeOf(ended)};
}

/** Everything done, nothing of it, or some. */
export function exitCodeOf(ended: Ended): ExitCode {
	const {tally, error} = ended;
	if (isWhole(ended)) return exitCodes.done;
	if (tally.moved + tally.copied + tally.deleted + tally.doubled > 0) return exitCodes.partly;
	return error?.code === 'refused-by-mode' ? exitCodes.refused : exitCodes.failed;
}

async function writeJson(invocation: Invocation, event: MessageEvent): Promise<void> {
	if (event.type === 'progress' || event.type === 'ended' || event.type === 'canary-watching') return;
	const {type, ...rest} = event;
	// The message itself was not asked for; its id is enough.
	const shown = 'message' in rest ? {...rest, message: undefined, messageId: rest.message.messageId} : rest;
	const isRoom = invocation.stdout.write(`${jsonLine({event: type, ...shown})}\n`);
	if (!isRoom)
		await once(invocation.stdout, 'drain', {signal: invocation.interrupted()}).catch(() => {
			// Whoever stopped it does not wait for the reader either.
		});
}

/** What people should see one by one: what went wrong, and the verdict. */
function writeLine({stderr}: Invocation, event: MessageEvent, progress: Progress): void {
	const text = lineOf(event);
	if (text === undefined) return;
	progress.clear();
	stderr.write(`${safeText(text)}\n`);
}

function lineOf(event: MessageEvent): string | undefined {
	switch (event.type) {
		case 'doubled':
			return `${event.message.messageId} is in both queues, as ${event.newMessageId} in ${event.to}: ${event.reason}`;
		case 'doubtful':
			return event.step === 'send'
				? `${event.message.messageId} may have a copy in ${event.to}: ${event.reason}`
				: `${event.message.messageId} may be gone, and may come back: ${event.reason}`;
		case 'failed':
			return `${event.message.messageId} stays: ${event.reason}`;
		case 'canary-verdict':
			return `${verdictWords[event.verdict]}: ${event.reason}.`;
		default:
			return undefined;
	}
}

const verdictWords = {
	'gone-through': 'The one tried first has gone through',
	'came-back': 'The one tried first came back',
	'no-verdict': 'No verdict on the one tried first',
};

function progressText(event: MessageEvent, doneCount: number): string {
	if (event.type === 'canary-watching')
		return `Watching whether the one tried first comes back, until ${formatTime(event.untilMs)} at most`;
	if (event.type !== 'progress') return `${formatCount(doneCount)} done`;
	return `${formatCount(doneCount)} done; looked at ${formatCount(event.lookedCount)} of about ${formatCount(event.aboutCount)}`;
}
