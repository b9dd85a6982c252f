import type {Session} from '../../aws/session.ts';
import {executeCreateStream, planCreateStream} from '../../operations/create-stream.ts';
import {executeDeleteStream, planDeleteStream} from '../../operations/delete-stream.ts';
import {findStream} from '../../operations/find-stream.ts';
import {executeSetStream, planSetStream} from '../../operations/set-stream.ts';
import {parseStreamChange, streamSettingList} from '../../operations/stream-setting-words.ts';
import {executeStreamTag, planStreamTag} from '../../operations/stream-tags.ts';
import {SluiceError, UsageError} from '../../shared/errors.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {writeResult, writeRows} from '../output.ts';
import {waitForActive} from '../wait-for-active.ts';
import {withSession} from '../workplace.ts';

const verbs = ['show', 'create', 'delete', 'set', 'tag', 'untag'] as const;
type Verb = (typeof verbs)[number];

type StreamFlags = {
	readonly shards: number | undefined;
	readonly onDemand: boolean;
	readonly enforceConsumerDeletion: boolean;
	readonly detach: boolean;
};

type Work = {
	readonly name: string;
	readonly word: string | undefined;
	readonly flags: StreamFlags;
	readonly signal: AbortSignal;
};

export const streamCommand = defineCommand({
	name: 'stream',
	summary: 'Show, create, delete and set up one stream',
	takes: 'VERB STREAM [NAME=VALUE]',
	inputMin: 2,
	inputMax: 3,
	description: `show: its settings and tags. create: provisioned with --shards, or --on-demand. delete: with all its records; asks for its name. set: one setting,
as retention=7d, mode=on-demand, encryption=alias/aws/kinesis (or none), record-size=2048, shard-metrics=all (or none, or names), warm-throughput=100.
tag KEY=VALUE and untag KEY.`,
	flags: {
		shards: {type: 'number', placeholder: 'N', min: 1, max: 10_000, description: 'With create: open shards, billed by the hour'},
		onDemand: {type: 'boolean', description: 'With create: AWS makes and removes shards by itself'},
		enforceConsumerDeletion: {type: 'boolean', description: 'With delete: also when consumers are registered'},
		detach: {type: 'boolean', description: 'Do not wait for the stream to be ACTIVE'},
	},
	examples: [
		['sluice stream create clicks --shards 4', 'A new stream'],
		['sluice stream set clicks retention=7d --dry-run', 'What keeping records longer means'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const verb = verbs.find(each => each === input[0]);
		if (!verb) throw new UsageError(`"${input[0]}" is nothing that a stream can be told.`, {nextSteps: [`Say ${verbs.join(', ')}.`]});
		const signal = invocation.interrupted();
		return withSession(invocation, session => runVerb(invocation, session, verb, {name: input[1] ?? '', word: input[2], flags, signal}));
	},
});

async function runVerb(invocation: Invocation, session: Session, verb: Verb, work: Work): Promise<ExitCode> {
	const {flags, signal, word} = work;
	if (verb === 'create') return create(invocation, session, work);
	const {name} = await findStream(session, work.name, {signal});
	switch (verb) {
		case 'show':
			return show(invocation, session, {name, signal});
		case 'delete':
			return runGuarded(invocation, session, {
				plan: async () => {
					const plan = await planDeleteStream(session, {stream: name}, {signal});
					if (plan.request.hasConsumers && !flags.enforceConsumerDeletion)
						throw new SluiceError(`${name} has registered consumers, so AWS does not delete it.`, {
							code: 'has-consumers',
							nextSteps: ['Deregister them with it: --enforce-consumer-deletion', `See them: sluice consumers ${name}`],
						});
					return plan;
				},
				execute: plan => executeDeleteStream(session, plan, {signal}),
			});
		case 'set':
			return set(invocation, session, {...work, name});
		case 'tag':
		case 'untag': {
			const {key, value} = pairOf(word, verb === 'tag');
			return runGuarded(invocation, session, {
				plan: () => planStreamTag(session, {stream: name, key, ...(value !== undefined && {value})}, {signal}),
				execute: plan => executeStreamTag(session, plan, {signal}),
			});
		}
	}
}

function create(invocation: Invocation, session: Session, {flags, name, signal}: Work): Promise<ExitCode> {
	if (flags.onDemand === (flags.shards !== undefined)) throw new UsageError('A new stream has --shards N or is --on-demand.');
	return runGuarded(invocation, session, {
		plan: () => planCreateStream(session, {name, ...(flags.shards !== undefined && {shardCount: flags.shards})}, {signal}),
		execute: async plan => {
			const outcome = await executeCreateStream(session, plan, {signal});
			return flags.detach ? outcome : waitForActive(invocation, session, {stream: name, outcome, signal});
		},
	});
}

function set(invocation: Invocation, session: Session, {flags, name, signal, word}: Work): Promise<ExitCode> {
	const {key, value = ''} = pairOf(word, true);
	const known = streamSettingList.find(({setting}) => setting === key);
	if (!known)
		throw new UsageError(`"${key}" is no setting of a stream.`, {
			nextSteps: [`Settings: ${streamSettingList.map(each => each.setting).join(', ')}`],
		});
	const change = parseStreamChange(known.setting, value);
	return runGuarded(invocation, session, {
		plan: () => planSetStream(session, {stream: name, change}, {signal}),
		execute: async plan => {
			const outcome = await executeSetStream(session, plan, {signal});
			return flags.detach ? outcome : waitForActive(invocation, session, {stream: name, outcome, signal});
		},
	});
}

async function show(invocation: Invocation, session: Session, {name, signal}: {name: string; signal: AbortSignal}): Promise<ExitCode> {
	const [stream, tags] = await Promise.all([session.streams.summary(name, {signal}), session.streams.tags(name, {signal})]);
	const rows = [
		{name: 'status', value: stream.status, range: ''},
		{name: 'open shards', value: String(stream.openShardCount), range: ''},
		...streamSettingList.map(each => ({name: each.setting, value: each.now(stream), range: each.range})),
		...Object.entries(tags).map(([key, value]) => ({name: `tag ${key}`, value, range: ''})),
	];
	if (invocation.globals.json || !invocation.stdout.isTTY) writeResult(invocation, {...stream, tags}, '');
	else
		writeRows(invocation, rows, {
			empty: '',
			columns: [
				{title: 'NAME', text: row => row.name},
				{title: 'VALUE', text: row => row.value},
				{title: 'MAY BE', text: row => row.range},
			],
		});
	return exitCodes.done;
}

function pairOf(word: string | undefined, hasValue: boolean): {key: string; value?: string} {
	const at = word?.indexOf('=') ?? -1;
	if (word === undefined || (hasValue && at === -1)) throw new UsageError(hasValue ? 'Give it as NAME=VALUE.' : 'Give the key of the tag.');
	return hasValue ? {key: word.slice(0, at), value: word.slice(at + 1)} : {key: word};
}
