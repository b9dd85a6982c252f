import type {Message, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {look as lookWithout, planLook} from '../../operations/look.ts';
import {messageJson} from '../../operations/message-json.ts';
import {createPeek, type Peek} from '../../operations/peek.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {planPeek} from '../../operations/plan-peek.ts';
import {safePreview} from '../../payload/safe-text.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatAge, formatBytes, plural} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {exitCodes, type ExitCode} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {isJsonWanted, writeRows} from '../output.ts';
import {untilAborted} from '../until-aborted.ts';
import {withSession} from '../workplace.ts';

export const peekCommand = defineCommand({
	name: 'peek',
	summary: 'Look at messages of a queue: receive them and give them back',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `SQS has no way to see a message but to receive it: it is hidden from its consumers meanwhile, and its receive count goes up by one, for good.
One that was received too often goes to the dead-letter queue by this. --dry-run says what would happen. Needs the mode LOOK or CHANGE.
sluice's own engine and LocalStack can show messages without receiving them: --look changes nothing, and is allowed in every mode.`,
	flags: {
		max: {type: 'number', placeholder: 'N', min: 1, max: 1000, description: 'How many messages at most (default 10)'},
		visibility: {
			type: 'number',
			placeholder: 'SECONDS',
			min: 0,
			max: 43_200,
			description: 'How long they are hidden; 0 looks without hiding, at most 10 (default 20)',
		},
		look: {type: 'boolean', description: 'Without receiving, where the endpoint can: also what is in flight or delayed'},
		keep: {type: 'boolean', description: 'Hold them until Ctrl-C, for at most five minutes'},
	},
	examples: [
		['sluice peek orders-dlq', 'Ten messages, and give them back'],
		["sluice peek orders-dlq --max 100 --json | jq 'select(.receiveCount > 3)'", 'Search in a hundred'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		if (flags.look && (flags.keep || flags.visibility !== undefined))
			throw new UsageError('--look holds nothing: leave out --keep and --visibility.');
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			if (flags.look) return lookOnly(invocation, session, {queue, count: flags.max ?? 10, signal});
			const choice = {
				queue,
				isKept: flags.keep,
				...(flags.max !== undefined && {count: flags.max}),
				...(flags.visibility !== undefined && {visibilityTimeoutSeconds: flags.visibility}),
			};
			return runGuarded(invocation, session, {
				plan: () => planPeek(session, choice, {signal}),
				execute: async plan => {
					await look(invocation, session, {request: plan.request, signal});
					return undefined;
				},
			});
		});
	},
});

/** Nothing is changed, so no mode forbids it and nothing is asked. */
async function lookOnly(
	invocation: Invocation,
	session: Session,
	options: {queue: QueueRef; count: number; signal: AbortSignal},
): Promise<ExitCode> {
	if (invocation.globals.dryRun)
		return runGuarded(invocation, session, {plan: async () => planLook(options), execute: async () => undefined});
	const looked = await lookWithout(session, {...options, clock: invocation.clock});
	const empty = `${options.queue.name} has no message: none ready, in flight or delayed.`;
	writeMessages(invocation, looked, {empty});
	return exitCodes.done;
}

/** Whatever happens, what was received is given back. */
async function look(
	invocation: Invocation,
	session: Session,
	{request, signal}: {request: Awaited<ReturnType<typeof planPeek>>['request']; signal: AbortSignal},
): Promise<void> {
	const peek = createPeek(session, {clock: invocation.clock, ...request});
	const endOnInterrupt = (): void => void peek.end();
	signal.addEventListener('abort', endOnInterrupt, {once: true});
	try {
		await peek.collect();
		const empty = `${request.queue.name} gave no message: it is empty, or all of it is in flight or delayed.`;
		writeMessages(invocation, peek.messages(), {empty});
		if (request.isKept && !signal.aborted) {
			invocation.stderr.write(`Held until Ctrl-C: ${plural(peek.messages().length, 'message')}.\n`);
			await untilAborted(signal);
		}
	} finally {
		await peek.end();
		tellWhatIsLeft(invocation, peek);
	}
}

const placeNames = {ready: 'ready', inFlight: 'in flight', delayed: 'delayed'} as const;

function writeMessages(invocation: Invocation, peeked: readonly PeekedMessage[], {empty}: {empty: string}): void {
	const nowMs = invocation.clock.nowMs();
	const looked = new Map(peeked.flatMap(({message, state}) => (state.status === 'looked' ? [[message, state] as const] : [])));
	const messages = peeked.map(({message}) => message);
	const bodyWidth = Math.max(20, (invocation.stdout.columns ?? 80) - 40);
	if (isJsonWanted(invocation)) {
		writeRows(
			invocation,
			messages.map(message => ({...messageJson(message), ...(looked.has(message) && {where: looked.get(message)?.where})})),
			{columns: [], empty: ''},
		);
		return;
	}
	writeRows(invocation, messages, {
		columns: [
			{title: 'SENT', align: 'right', text: message => `${formatAge(nowMs - message.sentAtMs)} ago`},
			{title: 'RECV', align: 'right', text: message => String(message.receiveCount)},
			{title: 'FROM', text: message => message.sourceQueueArn?.split(':').at(-1) ?? '–'},
			...(looked.size > 0 ? [{title: 'WHERE', text: (message: Message) => placeNames[looked.get(message)?.where ?? 'ready']}] : []),
			{title: 'SIZE', align: 'right', text: message => formatBytes(message.bodyBytes)},
			{title: 'BODY', text: message => safePreview(message.body, bodyWidth)},
		],
		empty,
	});
}

function tellWhatIsLeft({stderr}: Invocation, peek: Peek): void {
	const heldUntilMs = peek.messages().flatMap(({state}) => ('heldUntilMs' in state ? [state.heldUntilMs] : []));
	if (heldUntilMs.length === 0) return;
	const lastIso = new Date(Math.max(...heldUntilMs)).toISOString();
	stderr.write(`Not given back: ${plural(heldUntilMs.length, 'message')}. They come back by themselves at ${lastIso}.\n`);
}
