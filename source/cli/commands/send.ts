import type {OutgoingMessage, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {readSavedLine} from '../../operations/message-json.ts';
import {sendMany} from '../../operations/send-many.ts';
import {executeSend, planSend} from '../../operations/send.ts';
import {UsageError} from '../../shared/errors.ts';
import {attributeFlag, readAttributes} from '../attribute-flag.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {alsoFlag, findQueues, runForEach} from '../for-each-queue.ts';
import {runGuarded} from '../gate.ts';
import {linesOutcome, planLines, writeRefusedLine} from '../many-lines.ts';
import {readBody, readLines} from '../standard-input.ts';
import {withSession} from '../workplace.ts';

export const sendCommand = defineCommand({
	name: 'send',
	summary: 'Send a message to a queue',
	takes: 'QUEUE [BODY]',
	inputMin: 1,
	inputMax: 2,
	description: `The body is the last word, or standard input. With --lines each line of standard input is a message of its own, ten in a call.
With --messages each line is one as JSON, with its attributes and group; a FIFO queue takes the same line once within five minutes.`,
	flags: {
		body: {type: 'text', placeholder: 'TEXT', description: 'The body, in place of the last word'},
		attr: attributeFlag,
		also: alsoFlag,
		group: {type: 'text', placeholder: 'ID', description: 'Message group ID, needed for FIFO queues'},
		dedup: {type: 'text', placeholder: 'ID', description: 'Deduplication ID, needed for FIFO queues that do not deduplicate by content'},
		delay: {type: 'number', placeholder: 'SECONDS', min: 0, max: 900, description: "Hide it at first (default: the queue's own delay)"},
		lines: {type: 'boolean', description: 'One message a line of standard input'},
		messages: {type: 'boolean', description: 'One message a line of standard input, as JSON: what peek, receive and scan print'},
	},
	examples: [
		[`sluice send orders '{"orderId":"A-1"}' --yes`, 'One message'],
		['sluice send payments.fifo refund --group customer-7', 'To a FIFO queue'],
		['sluice send orders --lines --yes', 'Each line that is piped in'],
		['sluice send orders --messages --yes < saved.ndjson', 'Messages that were saved'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		const attributes = readAttributes(flags.attr);
		const settings = {
			...(flags.attr.length > 0 && {attributes}),
			...(flags.group !== undefined && {groupId: flags.group}),
			...(flags.dedup !== undefined && {deduplicationId: flags.dedup}),
			...(flags.delay !== undefined && {delaySeconds: flags.delay}),
		};
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			if (flags.lines && flags.messages)
				throw new UsageError('--lines and --messages read the same lines differently.', {nextSteps: ['Give one of them.']});
			if ((flags.lines || flags.messages) && flags.also.length > 0)
				throw new UsageError('--also sends one message to several queues, not lines.', {nextSteps: ['Give one queue at a time.']});
			if (flags.lines || flags.messages) return sendLines(invocation, session, {queue, settings, isJson: flags.messages, signal});
			const message = {body: (await readBody(invocation, {word: input[1], flag: flags.body})).toString('utf8'), ...settings};
			return runForEach(invocation, session, {
				verb: 'send',
				title: count => `Send to ${count} queues`,
				isNamedAlso: true,
				queues: await findQueues(session, [queue.url, ...flags.also], {signal}),
				signal,
				plan: one => planSend(session, {queue: one, message}, {signal}),
				execute: ({plan}) => executeSend(session, plan, {signal}),
			});
		});
	},
});

function sendLines(
	invocation: Invocation,
	session: Session,
	options: {queue: QueueRef; settings: Omit<OutgoingMessage, 'body'>; isJson: boolean; signal: AbortSignal},
): ReturnType<typeof runGuarded> {
	const {queue, settings, isJson, signal} = options;
	let unreadableCount = 0;
	let lineIndex = -1;
	async function* messages(isFifo: boolean): AsyncGenerator<OutgoingMessage> {
		for await (const line of readLines(invocation)) {
			lineIndex++;
			if (!isJson) {
				yield {body: line, ...settings};
				continue;
			}
			try {
				yield {...readSavedLine(line, {isFifo}), ...settings};
			} catch (error) {
				if (!(error instanceof UsageError)) throw error;
				unreadableCount++;
				writeRefusedLine(invocation, {index: lineIndex, code: 'unreadable', message: error.message});
			}
		}
	}
	return runGuarded(invocation, session, {
		plan: () => planLines(session, {operation: 'send', kind: 'queue', name: queue.name, noun: 'message'}),
		execute: async () => {
			const {isFifo} = await session.queues.attributes(queue.url, {signal});
			let sentCount = 0;
			let refusedCount = 0;
			for await (const progress of sendMany(session, {queue, messages: messages(isFifo), clock: invocation.clock}, {signal})) {
				({sentCount, refusedCount} = progress);
				for (const refused of progress.refused) writeRefusedLine(invocation, refused);
			}
			return linesOutcome({
				doneCount: sentCount,
				refusedCount: refusedCount + unreadableCount,
				done: 'Sent',
				noun: 'message',
				name: queue.name,
			});
		},
	});
}
