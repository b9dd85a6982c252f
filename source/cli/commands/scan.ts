import {once} from 'node:events';
import {findQueue} from '../../operations/find-queue.ts';
import {messageJson} from '../../operations/message-json.ts';
import {executeScan, planScan, type ScanEvent} from '../../operations/scan.ts';
import {formatCount} from '../../shared/units.ts';
import {safeText} from '../../payload/safe-text.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {messageRow, messageRowTitle} from '../message-rows.ts';
import {needSelection, selectionFlags} from '../message-selection.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted} from '../output.ts';
import {createProgress} from '../progress.ts';
import {withSession} from '../workplace.ts';

export const scanCommand = defineCommand({
	name: 'scan',
	summary: 'Look through a whole queue for messages',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Receives every message of the queue once, prints those that match, and gives all back. Each receive counts, for good, and all that was seen is
hidden meanwhile, so this is for queues without readers. --dry-run says in numbers what it would do. Needs the mode LOOK or CHANGE.`,
	flags: selectionFlags,
	examples: [
		['sluice scan audit-dlq --filter TIMEOUT --dry-run', 'How much there is to look through'],
		['sluice scan audit-dlq --filter TIMEOUT --json > found.ndjson', 'Save what matches'],
	],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		const selection = await needSelection(invocation, flags);
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			let exitCode: ExitCode = exitCodes.done;
			const code = await runGuarded(invocation, session, {
				plan: () => planScan(session, {queue, selection}, {signal}),
				async execute(plan) {
					exitCode = await writeScan(invocation, executeScan(session, plan, {clock}, {signal}));
					return undefined;
				},
			});
			return code === exitCodes.done ? exitCode : code;
		});
	},
});

/** Matches on standard output, all else on stderr, so that a file gets nothing but messages. */
async function writeScan(invocation: Invocation, events: AsyncIterable<ScanEvent>): Promise<ExitCode> {
	const {stderr, stdout} = invocation;
	const progress = createProgress(invocation);
	const isJson = isJsonWanted(invocation);
	let exitCode: ExitCode = exitCodes.done;
	let matchedCount = 0;
	try {
		for await (const event of events) {
			if (event.type === 'match') {
				progress.clear();
				if (matchedCount++ === 0 && !isJson) stdout.write(`${messageRowTitle}\n`);
				const line = isJson ? jsonLine(messageJson(event.message)) : messageRow(invocation, event.message);
				if (!stdout.write(`${line}\n`)) await once(stdout, 'drain', {signal: invocation.interrupted()}).catch(() => {});
			} else if (event.type === 'progress') {
				const {aboutCount, lookedCount, perSecond} = event;
				progress.show(
					`Looked at ${formatCount(lookedCount)} of about ${formatCount(aboutCount)}, ${formatCount(perSecond)}/s; ${formatCount(matchedCount)} match`,
				);
			} else {
				progress.clear();
				stderr.write(`${safeText(event.summary)}\n`);
				exitCode = scanExitCode(event);
			}
		}
	} finally {
		progress.clear();
	}
	return exitCode;
}

function scanExitCode({error, isPartial, leftCount, lookedCount}: Extract<ScanEvent, {type: 'ended'}>): ExitCode {
	if (error?.code === 'refused-by-mode') return exitCodes.refused;
	if (!isPartial && leftCount === 0) return exitCodes.done;
	return lookedCount > 0 ? exitCodes.partly : exitCodes.failed;
}
