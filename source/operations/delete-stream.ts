import type {Session} from '../aws/session.ts';
import {plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {findStream} from './find-stream.ts';
import type {Outcome, Plan} from './plan.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type DeleteStreamRequest = {readonly stream: string; readonly hasConsumers: boolean};

/**
Says what deleting a stream takes with it. Changes nothing.

@throws What DescribeStreamSummary answers.
*/
export async function planDeleteStream(
	session: Session,
	options: {stream: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<DeleteStreamRequest>> {
	const within = signal ? {signal} : {};
	const [stream, account] = await Promise.all([findStream(session, options.stream, within), accountFact(session, within)]);
	const consumers = stream.consumerCount === 0 ? [] : await session.streams.consumers(stream, within);
	const hasConsumers = consumers.length > 0;
	return {
		operation: 'delete-stream',
		level: 'whole',
		title: `Delete stream ${stream.name}`,
		verb: 'delete it',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			{label: 'deletes', text: `${plural(stream.openShardCount, 'open shard')} and all records of the last ${stream.retentionHours}h`},
			{label: 'consumers', text: hasConsumers ? `deregistered with it: ${consumers.map(({name}) => name).join(', ')}` : 'none registered'},
			{label: 'for good', text: 'no undo, AWS keeps no copy; producers and readers get errors at once'},
		],
		warnings: hasConsumers
			? [`${plural(consumers.length, 'registered consumer')} will be deregistered (--enforce-consumer-deletion).`]
			: [],
		command: commandLine('stream', 'delete', stream.name, ...(hasConsumers ? ['--enforce-consumer-deletion'] : [])),
		counts: {consumers: consumers.length},
		settings: streamSettings(stream),
		request: {stream: stream.name, hasConsumers},
	};
}

/**
Deletes the stream with its records. Changes real data, for good.

@see [DeleteStream](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html)
*/
export async function executeDeleteStream(
	session: Session,
	{request}: Plan<DeleteStreamRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {hasConsumers, stream} = request;
	const answer = await session.streams.delete({name: stream, hasConsumers, ...(signal && {signal})});
	return {summary: `Deleting ${stream}; its records are gone.`, ...answer};
}
