import {isAborted} from '../aws/errors.ts';
import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {findAttribute, queueAttributes} from './queue-attribute.ts';
import {queueNameProblem} from './queue-name.ts';
import {checkRedriveTarget, readRedriveTarget, redrivePolicyText, type RedriveTarget} from './redrive-policy.ts';
import type {SettingChange} from './set-queue.ts';
import {accountFact} from './where.ts';

/** A queue that is to be. */
export type NewQueue = {
	readonly name: string;
	readonly isFifo: boolean;
	/** Settings, as they are typed. */
	readonly settings: readonly SettingChange[];
	readonly tags: Readonly<Record<string, string>>;
	/** Where failed messages go: a queue that is there, or one that is made with it. */
	readonly deadLetterQueue?: {readonly name: string; readonly maxReceiveCount: number; readonly isNew: boolean};
};

export type CreateRequest = {readonly queue: NewQueue; readonly attributes: Readonly<Record<string, string>>};

/** The longest retention, so that a failed message is there when somebody looks. */
const deadLetterRetentionSeconds = '1209600';

/** Receives before a message counts as failed, where nobody says otherwise. */
export const maxReceiveCountDefault = 5;

/**
Says what creating a queue does.

@throws UsageError for a name or a value that cannot be; `queue-exists` when there is such a queue; `redrive-refused` for an impossible dead-letter queue.
*/
export async function planCreateQueue(
	session: Session,
	queue: NewQueue,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<CreateRequest>> {
	const within = signal ? {signal} : {};
	const problem = queueNameProblem(queue.name, queue);
	if (problem !== undefined) throw new UsageError(problem);
	const attributes = readSettings(queue);
	const [account, existing] = await Promise.all([accountFact(session, within), findIfThere(session, queue.name, within)]);
	if (existing)
		throw new SluiceError(`Queue "${queue.name}" exists already.`, {
			code: 'queue-exists',
			nextSteps: [`Change it: sluice set ${queue.name} …`, 'Or choose another name.'],
		});
	const dlq = queue.deadLetterQueue;
	const check = dlq && !dlq.isNew ? await checkTarget(session, queue, dlq, within) : undefined;
	const settings = queue.settings.map(({id, text}) => ({label: findAttribute(id)?.label ?? id, text}));
	const tagWords = Object.entries(queue.tags).map(([key, value]) => `${key}=${value}`);
	return {
		operation: 'create',
		level: 'change',
		title: `Create ${queue.name}`,
		verb: 'create it',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			{label: 'type', text: queue.isFifo ? 'FIFO: in order within a group, each message once' : 'standard: at least once, order not kept'},
			...settings,
			...(dlq ? [{label: 'failed', text: deadLetterText(dlq)}] : []),
			...(tagWords.length > 0 ? [{label: 'tags', text: tagWords.join(', ')}] : []),
		],
		warnings: [
			...(dlq ? [] : ['Without a dead-letter queue a message that fails comes back until it expires.']),
			...(check?.warnings ?? []),
		],
		command: createCommand(queue),
		counts: {},
		settings: {},
		request: {queue, attributes: {...attributes, ...(check && {RedrivePolicy: check.policy})}},
	};
}

/**
Creates the queue, and its dead-letter queue before it where it is a new one.

@see [CreateQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html)
*/
export async function executeCreateQueue(
	session: Session,
	plan: Plan<CreateRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {readonly created: QueueRef}> {
	const within = signal ? {signal} : {};
	const {queue, attributes} = plan.request;
	const dlq = queue.deadLetterQueue;
	const policy = dlq?.isNew ? await createDeadLetterQueue(session, queue, within) : undefined;
	const wire = {...(queue.isFifo && {FifoQueue: 'true'}), ...attributes, ...(policy !== undefined && {RedrivePolicy: policy})};
	const created = await session.queues.create(queue.name, wire, {...within, tags: queue.tags});
	return {summary: `Created ${queue.name}${dlq?.isNew ? ` and ${dlq.name}` : ''}.`, created};
}

async function createDeadLetterQueue(session: Session, queue: NewQueue, within: {signal?: AbortSignal}): Promise<string> {
	const {name = '', maxReceiveCount = maxReceiveCountDefault} = queue.deadLetterQueue ?? {};
	// CreateQueue answers the queue that is there when its attributes are the same, so doing it again does no harm.
	const ref = await session.queues.create(
		name,
		{MessageRetentionPeriod: deadLetterRetentionSeconds, ...(queue.isFifo && {FifoQueue: 'true'})},
		within,
	);
	const {arn} = await session.queues.attributes(ref.url, within);
	return redrivePolicyText(arn, maxReceiveCount);
}

function readSettings(queue: NewQueue): Record<string, string> {
	const attributes: Record<string, string> = {};
	for (const {id, text} of queue.settings) {
		const attribute = findAttribute(id);
		if (!attribute)
			throw new UsageError(`There is no setting "${id}".`, {nextSteps: [`Settings: ${queueAttributes.map(one => one.id).join(', ')}.`]});
		if (attribute.isFifoOnly && !queue.isFifo) throw new UsageError(`Only FIFO queues have ${attribute.id}.`);
		const typed = attribute.read(text);
		if ('problem' in typed) throw new UsageError(`${attribute.id}: ${typed.problem}`);
		attributes[attribute.name] = typed.value;
	}
	return attributes;
}

async function checkTarget(
	session: Session,
	queue: NewQueue,
	dlq: {name: string; maxReceiveCount: number},
	within: {signal?: AbortSignal},
): Promise<{policy: string; warnings: readonly string[]}> {
	const target: RedriveTarget = {queue: dlq.name, maxReceiveCount: dlq.maxReceiveCount};
	const retention = findAttribute('retention');
	const retentionText = queue.settings.find(({id}) => findAttribute(id) === retention)?.text;
	const typed = retention && retentionText !== undefined ? retention.read(retentionText) : undefined;
	const retentionSeconds = Number(typed && 'value' in typed ? typed.value : retention?.initial);
	const source = {name: queue.name, arn: '', isFifo: queue.isFifo, retentionSeconds};
	const check = await checkRedriveTarget(session, {source, target}, within);
	return {policy: redrivePolicyText(check.target.arn, dlq.maxReceiveCount), warnings: check.warnings};
}

async function findIfThere(session: Session, name: string, within: {signal?: AbortSignal}): Promise<QueueRef | undefined> {
	try {
		return await session.queues.find(name, within);
	} catch (error) {
		// Not there, or hidden from us: CreateQueue has the last word.
		if (isAborted(error) || !(error instanceof SluiceError)) throw error;
		return undefined;
	}
}

function deadLetterText(dlq: {name: string; maxReceiveCount: number; isNew: boolean}): string {
	return `after ${dlq.maxReceiveCount} receives to ${dlq.name}${dlq.isNew ? ', which is created too, keeping 14d' : ''}`;
}

function createCommand(queue: NewQueue): string {
	const dlq = queue.deadLetterQueue;
	return commandLine(
		'create',
		queue.name,
		...queue.settings.map(({id, text}) => `${id}=${text}`),
		...(dlq ? [dlq.isNew ? '--new-dlq' : '--dlq', `${dlq.name}:${dlq.maxReceiveCount}`] : []),
		...Object.entries(queue.tags).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
	);
}

/** `NAME` or `NAME:RECEIVES` of the flags. */
export function readDeadLetterQueue(text: string): {readonly name: string; readonly maxReceiveCount: number} {
	const target = readRedriveTarget(text.includes(':') && /:\d+$/.test(text) ? text : `${text}:${maxReceiveCountDefault}`);
	if (target === 'none' || 'problem' in target) throw new UsageError(target === 'none' ? 'A queue is needed.' : target.problem);
	return {name: target.queue, maxReceiveCount: target.maxReceiveCount};
}
