import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {accountFact} from './where.ts';

export type SetAsideRequest = {readonly queue: QueueAttributes; readonly asideName: string; readonly aside?: QueueAttributes};

/** AWS's longest retention: whoever sets aside wants time to think. */
const asideRetentionSeconds = 14 * 86_400;

const asideSuffix = '-aside';

/** `orders-dlq-aside`, `orders-dlq-aside.fifo`; undefined when that would be longer than SQS's 80 characters. */
export function asideNameOf(queueName: string): string | undefined {
	const isFifo = queueName.endsWith('.fifo');
	const name = isFifo ? `${queueName.slice(0, -'.fifo'.length)}${asideSuffix}.fifo` : `${queueName}${asideSuffix}`;
	return name.length <= 80 ? name : undefined;
}

/**
Says what moving everything out of a dead-letter queue into one beside it will do: the milder way to a purge. Changes nothing.

@throws `not-a-dead-letter-queue`, for AWS moves whole queues only from those; `move-task-running`; `name-too-long`.
*/
export async function planSetAside(
	session: Session,
	options: {queue: QueueRef},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<SetAsideRequest>> {
	const within = signal ? {signal} : {};
	const asideName = asideNameOf(options.queue.name);
	if (asideName === undefined)
		throw new SluiceError(`There is no room for "${asideSuffix}" in the name of ${options.queue.name}.`, {code: 'name-too-long'});
	const [queue, sources, account, aside] = await Promise.all([
		session.queues.attributes(options.queue.url, within),
		session.queues.deadLetterSources(options.queue.url, within),
		accountFact(session, within),
		findIfAny(session, asideName, within),
	]);
	if (sources.length === 0)
		throw new SluiceError(`${queue.name} is the dead-letter queue of no queue, so AWS moves nothing out of it as a whole.`, {
			code: 'not-a-dead-letter-queue',
			nextSteps: ['Save the messages to a file first instead, or move chosen ones: p, then m.'],
		});
	const running = (await session.queues.moveTasks(queue.arn, within)).find(({status}) => status === 'RUNNING');
	if (running) throw new SluiceError(`A message move task from ${queue.name} is running already.`, {code: 'move-task-running'});
	return {
		operation: 'set-aside',
		level: 'destroy',
		title: `Set aside ${queue.name}`,
		verb: 'set them aside',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			{
				label: 'moves',
				text: `about ${formatCount(queue.readyCount)} ready to ${asideName}${aside ? ` (holds ${formatCount(aside.readyCount)})` : ''}`,
			},
			...(aside ? [] : [{label: 'creates', text: `${asideName}, which keeps messages 14d`}]),
			{label: 'how', text: "AWS's own task, up to 500 per second; goes on when sluice ends"},
			{label: 'becomes', text: 'each is new: new id, receive count 0; where it came from is not told any more'},
		],
		warnings: [
			...(queue.inFlightCount > 0 ? [`${plural(queue.inFlightCount, 'message')} in flight do not move before they come back.`] : []),
			...(aside && aside.retentionSeconds < asideRetentionSeconds ? [`${asideName} exists and keeps messages for less than 14d.`] : []),
		],
		command: commandLine('purge', queue.name, '--aside'),
		counts: {ready: queue.readyCount},
		settings: queueSettings(queue),
		request: {queue, asideName, ...(aside && {aside})},
	};
}

/**
Creates the queue beside where there is none, and starts AWS's message move task to it. Changes real data.

@see [StartMessageMoveTask](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html)
*/
export async function executeSetAside(
	session: Session,
	plan: Plan<SetAsideRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {queue, asideName, aside} = plan.request;
	const within = signal ? {signal} : {};
	const destination = aside ?? (await createAside(session, {queue, asideName}, within));
	const {requestId} = await session.queues.startMoveTask({sourceArn: queue.arn, destinationArn: destination.arn, ...within});
	return {
		summary: `Setting about ${plural(queue.readyCount, 'message')} of ${queue.name} aside, in ${asideName}.`,
		...(requestId !== undefined && {requestId}),
	};
}

/** Encrypted as its DLQ is: what was set aside must not be readable by more people. */
async function createAside(
	session: Session,
	{queue, asideName}: {queue: QueueAttributes; asideName: string},
	within: {signal?: AbortSignal},
): Promise<QueueAttributes> {
	const {url} = await session.queues.create(
		asideName,
		{
			MessageRetentionPeriod: String(asideRetentionSeconds),
			...(queue.isFifo && {FifoQueue: 'true'}),
			...(queue.kmsKeyId !== undefined && {KmsMasterKeyId: queue.kmsKeyId}),
		},
		within,
	);
	return session.queues.attributes(url, within);
}

async function findIfAny(session: Session, name: string, within: {signal?: AbortSignal}): Promise<QueueAttributes | undefined> {
	try {
		const {url} = await session.queues.find(name, within);
		return await session.queues.attributes(url, within);
	} catch (error) {
		if (error instanceof SluiceError && error.code === 'queue-not-found') return undefined;
		throw error;
	}
}
