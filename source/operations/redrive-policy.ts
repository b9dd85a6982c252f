import {isAborted} from '../aws/errors.ts';
import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatSeconds} from '../shared/units.ts';
import {findQueue} from './find-queue.ts';

export const maxReceiveCountMax = 1000;

/** A redrive policy as people word it: where a message goes, and after how many receives. */
export type RedriveTarget = {readonly queue: string; readonly maxReceiveCount: number};

/** `orders-dlq:5`, by name, URL or ARN; `none` takes the policy away. */
export function readRedriveTarget(text: string): RedriveTarget | 'none' | {readonly problem: string} {
	const trimmed = text.trim();
	if (trimmed === '' || trimmed === 'none') return 'none';
	const [, queue, count] = /^(.+):(\d{1,6})$/.exec(trimmed) ?? [];
	if (queue === undefined || count === undefined)
		return {problem: `"${trimmed}" is no redrive policy; write QUEUE:RECEIVES, such as orders-dlq:5, or none.`};
	const maxReceiveCount = Number(count);
	if (maxReceiveCount < 1 || maxReceiveCount > maxReceiveCountMax)
		return {problem: `${count} receives is out of range: 1 to ${maxReceiveCountMax}.`};
	return {queue, maxReceiveCount};
}

/** What AWS is sent. */
export function redrivePolicyText(deadLetterQueueArn: string, maxReceiveCount: number): string {
	return JSON.stringify({deadLetterTargetArn: deadLetterQueueArn, maxReceiveCount});
}

export type RedriveCheck = {
	readonly target: QueueAttributes;
	/** Sentences of what will bite later. */
	readonly warnings: readonly string[];
};

/**
Finds the queue that failed messages would go to, and checks that it may take them.

@throws `redrive-refused` when AWS would refuse it, or would never use it: another type, region or account, the queue itself, or a redrive allow policy.
@see [Using dead-letter queues in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
*/
export async function checkRedriveTarget(
	session: Session,
	options: {source: Pick<QueueAttributes, 'name' | 'arn' | 'isFifo' | 'retentionSeconds' | 'kmsKeyId'>; target: RedriveTarget},
	{signal}: {signal?: AbortSignal} = {},
): Promise<RedriveCheck> {
	const {source} = options;
	const within = signal ? {signal} : {};
	const ref = await findQueue(session, options.target.queue, within);
	const target = await session.queues.attributes(ref.url, within);
	const refusal = refusalOf(source, target);
	if (refusal !== undefined)
		throw new SluiceError(refusal, {code: 'redrive-refused', nextSteps: ['Choose another queue: sluice queues, or create one.']});
	return {target, warnings: warningsOf(source, target, options.target.maxReceiveCount)};
}

type Source = Pick<QueueAttributes, 'name' | 'arn' | 'isFifo' | 'retentionSeconds' | 'kmsKeyId'>;

/** Why failed messages of the source can never go to the target; undefined when they can. */
export function refusalOf(source: Pick<Source, 'name' | 'arn' | 'isFifo'>, target: QueueAttributes): string | undefined {
	if (target.arn === source.arn) return `${source.name} cannot be its own dead-letter queue.`;
	if (target.isFifo !== source.isFifo)
		return source.isFifo
			? `${target.name} is a standard queue; the dead-letter queue of a FIFO queue must be FIFO.`
			: `${target.name} is a FIFO queue; the dead-letter queue of a standard queue must be standard.`;
	const [from, to] = [parseArn(source.arn), parseArn(target.arn)];
	if (from && to && from.region !== to.region) return `${target.name} is in ${to.region}; it must be in ${from.region}.`;
	if (from && to && from.accountId !== to.accountId)
		return `${target.name} belongs to account ${to.accountId}; it must belong to ${from.accountId}.`;
	return allowRefusal(source, target);
}

function allowRefusal(source: Pick<Source, 'name' | 'arn'>, target: QueueAttributes): string | undefined {
	const {redrivePermission, sourceQueueArns} = readAllowPolicy(target.raw['RedriveAllowPolicy']);
	if (redrivePermission === 'denyAll') return `${target.name} lets no queue use it: its redrive allow policy is denyAll.`;
	if (redrivePermission === 'byQueue' && !sourceQueueArns.includes(source.arn))
		return `${target.name} lets only chosen queues use it, and ${source.name} is not among them (redrive allow policy).`;
	return undefined;
}

/** What a queue's redrive allow policy says; everybody, where there is none or none that can be read. */
export function readAllowPolicy(text: string | undefined): {redrivePermission: string; sourceQueueArns: readonly string[]} {
	const everybody = {redrivePermission: 'allowAll', sourceQueueArns: []};
	if (text === undefined || text === '') return everybody;
	try {
		const {redrivePermission, sourceQueueArns} = JSON.parse(text) as {redrivePermission?: unknown; sourceQueueArns?: unknown};
		return {
			redrivePermission: typeof redrivePermission === 'string' ? redrivePermission : 'allowAll',
			sourceQueueArns: Array.isArray(sourceQueueArns) ? sourceQueueArns.map(String) : [],
		};
	} catch {
		// AWS would not have accepted it; it decides, not we.
		return everybody;
	}
}

function warningsOf(source: Source, target: QueueAttributes, maxReceiveCount: number): string[] {
	const found: string[] = [];
	if (!source.isFifo && target.retentionSeconds <= source.retentionSeconds)
		found.push(
			`${target.name} keeps messages ${formatSeconds(target.retentionSeconds)}, counted from when they were first sent: late failures die there early.`,
		);
	if (source.isFifo) found.push('A failed message leaves its group: the next ones go on without it, out of order.');
	if (maxReceiveCount < 3) found.push(`After ${maxReceiveCount} receives is soon: a restart of a consumer, or a peek, counts too.`);
	if (target.kmsKeyId !== source.kmsKeyId && target.kmsKeyId !== undefined)
		found.push(`${target.name} uses the KMS key ${target.kmsKeyId}; SQS must be allowed to use it for ${source.name}.`);
	return found;
}

/** The attributes of a queue, or undefined where they may not be read. */
export async function attributesIfAllowed(
	session: Session,
	url: string,
	{signal}: {signal?: AbortSignal} = {},
): Promise<QueueAttributes | undefined> {
	try {
		return await session.queues.attributes(url, signal ? {signal} : {});
	} catch (error) {
		if (isAborted(error) || !(error instanceof SluiceError)) throw error;
		return undefined;
	}
}
