import type {Session} from '../aws/session.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

/** Without a number of shards: on demand. */
export type CreateStreamRequest = {readonly name: string; readonly shardCount?: number};

const shardCountMax = 10_000;

/** What is wrong with a new stream; undefined when AWS takes it. */
export function newStreamProblem({name, shardCount}: CreateStreamRequest): string | undefined {
	if (!/^[\w.-]{1,128}$/.test(name)) return 'A stream name has 1 to 128 letters, digits, dots, hyphens and underscores.';
	if (shardCount === undefined) return undefined;
	return Number.isSafeInteger(shardCount) && shardCount >= 1 && shardCount <= shardCountMax
		? undefined
		: `A number of shards is whole, 1 to ${formatCount(shardCountMax)}.`;
}

/**
Says what a new stream will be. Changes nothing.

@throws UsageError; `stream-exists`.
*/
export async function planCreateStream(
	session: Session,
	request: CreateStreamRequest,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<CreateStreamRequest>> {
	const within = signal ? {signal} : {};
	const problem = newStreamProblem(request);
	if (problem) throw new UsageError(problem);
	const [account, exists] = await Promise.all([accountFact(session, within), doesExist(session, request.name, within)]);
	if (exists) throw new SluiceError(`Stream "${request.name}" exists already.`, {code: 'stream-exists'});
	const {name, shardCount} = request;
	return {
		operation: 'create-stream',
		level: 'change',
		title: `Create stream ${name}`,
		verb: 'create it',
		subject: {kind: 'stream', name},
		facts: [
			account,
			{
				label: 'capacity',
				text: shardCount === undefined ? 'on demand: 4 shards, then as many as are needed' : `${plural(shardCount, 'shard')}, provisioned`,
			},
			{label: 'keeps', text: 'records for 24h, not encrypted'},
			{
				label: 'costs',
				text: shardCount === undefined ? 'by the hour and by the GB' : `${plural(shardCount, 'shard')} by the hour, used or not`,
			},
		],
		warnings: [],
		command: commandLine('stream', 'create', name, ...(shardCount === undefined ? ['--on-demand'] : ['--shards', String(shardCount)])),
		counts: {},
		settings: {},
		request,
	};
}

/** Creates the stream. It is CREATING for up to a minute. */
export async function executeCreateStream(
	session: Session,
	{request}: Plan<CreateStreamRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const answer = await session.streams.create({...request, ...(signal && {signal})});
	return {summary: `Creating ${request.name}; it takes records when it is ACTIVE.`, ...answer};
}

async function doesExist(session: Session, name: string, within: {signal?: AbortSignal}): Promise<boolean> {
	try {
		await session.streams.summary(name, within);
		return true;
	} catch (error) {
		if (error instanceof SluiceError && error.code === 'stream-not-found') return false;
		throw error;
	}
}
