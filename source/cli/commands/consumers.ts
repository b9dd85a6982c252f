import type {Session} from '../../aws/session.ts';
import {
	executeDeregister,
	executeRegister,
	isTemporaryConsumer,
	planDeregister,
	planRegister,
	readConsumersBehind,
	type ConsumerView,
} from '../../operations/consumers.ts';
import {findStream} from '../../operations/find-stream.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatAge} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {type Column, writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

export const consumersCommand = defineCommand({
	name: 'consumers',
	summary: 'List, register and deregister the fan-out consumers of a stream',
	takes: 'STREAM',
	inputMin: 1,
	inputMax: 1,
	description: `Registered consumers read by fan-out, each with 2 MiB a second of each shard for itself. Those that read with GetRecords are not registered, so
AWS knows nothing of them.
Consumers named sluice-tail-… were registered by a tail; one that no tail reads with any more costs on until it is deregistered.`,
	flags: {
		register: {type: 'text', placeholder: 'NAME', description: 'Register a consumer'},
		deregister: {type: 'text', placeholder: 'NAME', description: 'Deregister a consumer; its subscriptions end'},
		behind: {type: 'boolean', description: 'Also how far each is behind, from CloudWatch: a metric each, which AWS charges for'},
	},
	examples: [
		['sluice consumers clicks', 'Who reads by fan-out'],
		['sluice consumers clicks --deregister sluice-tail-3f9a', 'Remove one that was left over'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const {deregister, register} = flags;
		if (register !== undefined && deregister !== undefined) throw new UsageError('Give --register or --deregister, not both.');
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {arn, name} = await findStream(session, input[0] ?? '', {signal});
			if (register !== undefined)
				return runGuarded(invocation, session, {
					plan: () => planRegister(session, {stream: name, name: register}, {signal}),
					execute: plan => executeRegister(session, plan, {signal}),
				});
			if (deregister !== undefined)
				return runGuarded(invocation, session, {
					plan: () => planDeregister(session, {stream: name, name: deregister}, {signal}),
					execute: plan => executeDeregister(session, plan, {signal}),
				});
			return list(invocation, session, {stream: {arn, name}, isBehindWanted: flags.behind, signal});
		});
	},
});

async function list(
	invocation: Invocation,
	session: Session,
	options: {stream: {arn: string; name: string}; isBehindWanted: boolean; signal: AbortSignal},
): Promise<ExitCode> {
	const {isBehindWanted, signal, stream} = options;
	const nowMs = invocation.clock.nowMs();
	const consumers = await session.streams.consumers(stream, {signal});
	const views = isBehindWanted ? await readConsumersBehind(session, {stream: stream.name, consumers, nowMs}, {signal}) : consumers;
	const rows = views.map(view => ({...view, isTemporary: isTemporaryConsumer(view)}));
	writeRows(invocation, rows, {columns: columnsAt(nowMs, isBehindWanted), empty: `${stream.name} has no registered consumers.`});
	return exitCodes.done;
}

function columnsAt(nowMs: number, isBehindWanted: boolean): ReadonlyArray<Column<ConsumerView & {isTemporary: boolean}>> {
	return [
		{title: 'NAME', text: ({name}) => name},
		{title: 'STATUS', text: ({status}) => status},
		...(isBehindWanted
			? [
					{
						title: 'BEHIND',
						align: 'right' as const,
						text: ({behindMs}: ConsumerView) => (behindMs === undefined ? '–' : formatAge(behindMs)),
					},
				]
			: []),
		{title: 'AGE', align: 'right', text: ({createdAtMs}) => formatAge(nowMs - createdAtMs)},
		{title: 'ARN', text: ({arn, isTemporary}) => (isTemporary ? `${arn}  of a tail` : arn)},
	];
}
