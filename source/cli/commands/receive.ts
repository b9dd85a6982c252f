import {once} from 'node:events';
import type {Message} from '../../aws/queue.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {messageJson} from '../../operations/message-json.ts';
import {executeReceive, planReceive, type ReceiveEvent} from '../../operations/receive-messages.ts';
import {safeText} from '../../payload/safe-text.ts';
import {plural} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {messageRow, messageRowTitle} from '../message-rows.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted} from '../output.ts';
import {withSession} from '../workplace.ts';

export const receiveCommand = defineCommand({
	name: 'receive',
	summary: 'Receive messages as a consumer does, and keep or delete them',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Unlike sluice peek, it gives nothing back: what was received stays hidden until its time is over, or is deleted with --delete, each batch once
it was written out. Ends after N messages, or when three answers were empty.`,
	flags: {
		max: {type: 'number', placeholder: 'N', min: 1, max: 1_000_000_000, description: 'How many messages at most (default 10)'},
		visibility: {
			type: 'number',
			placeholder: 'SECONDS',
			min: 0,
			max: 43_200,
			description: "How long they are hidden (default: the queue's own)",
		},
		wait: {type: 'number', placeholder: 'SECONDS', min: 0, max: 20, description: 'How long each receive waits for messages (default 1)'},
		delete: {type: 'boolean', description: 'Delete them once they were written out'},
	},
	examples: [
		['sluice receive orders --max 1 --wait 20', 'Wait for one message'],
		['sluice receive orders-aside --max 1000000 --delete --json --yes > aside.ndjson', 'Empty a queue into a file'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			const choice = {
				queue,
				isDeleting: flags.delete,
				...(flags.max !== undefined && {count: flags.max}),
				...(flags.visibility !== undefined && {visibilityTimeoutSeconds: flags.visibility}),
				...(flags.wait !== undefined && {waitSeconds: flags.wait}),
			};
			let exitCode: ExitCode = exitCodes.done;
			const code = await runGuarded(invocation, session, {
				plan: () => planReceive(session, choice, {signal}),
				async execute(plan) {
					exitCode = await writeReceived(invocation, executeReceive(session, plan, invocation, {signal}));
					return undefined;
				},
			});
			return code === exitCodes.done ? exitCode : code;
		});
	},
});

async function writeReceived(invocation: Invocation, events: AsyncIterable<ReceiveEvent>): Promise<ExitCode> {
	const {stderr, stdout} = invocation;
	const isJson = isJsonWanted(invocation);
	let receivedCount = 0;
	let keptCount = 0;
	for await (const event of events) {
		if (event.type === 'received') {
			if (receivedCount === 0 && !isJson) stdout.write(`${messageRowTitle}\n`);
			receivedCount += event.messages.length;
			const text = event.messages.map(message => lineOf(invocation, message)).join('');
			// Only what the reader has taken may be deleted; and nothing piles up here.
			if (!stdout.write(text)) await once(stdout, 'drain', {signal: invocation.interrupted()}).catch(() => {});
		} else if (event.type !== 'deleted') {
			keptCount++;
			const reason = 'reason' in event ? event.reason : '';
			stderr.write(`${safeText(`${event.message.messageId} is not known to be deleted: ${reason}`)}\n`);
		}
	}
	if (!isJson) stderr.write(`Received ${plural(receivedCount, 'message')}.\n`);
	if (keptCount === 0) return exitCodes.done;
	return keptCount < receivedCount ? exitCodes.partly : exitCodes.failed;
}

function lineOf(invocation: Invocation, message: Message): string {
	return isJsonWanted(invocation) ? `${jsonLine(messageJson(message))}\n` : `${messageRow(invocation, message)}\n`;
}
