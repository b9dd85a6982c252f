import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {namesOf} from './message-words.ts';
import {taskConsequences} from './redrive-consequences.ts';
import {redriveWarnings} from './redrive-warnings.ts';
import {accountFact} from './where.ts';

export type RedriveRequest = {
	readonly queue: QueueAttributes;
	/** Undefined: each message goes where it came from. */
	readonly destination?: QueueAttributes;
	readonly ratePerSecond?: number;
};

/** AWS's limit of a message move task. */
const ratePerSecondMax = 500;

/** How many sources' attributes are read for a plan. */
const sourcesMax = 10;

/**
Says what a message move task from a dead-letter queue will do.

@param options.destination Where all messages go. Default: each where it came from.
@param options.ratePerSecond 1–500. Default: as fast as AWS can, about 500.
@throws `not-a-dead-letter-queue` when no queue names it in its redrive policy; `move-task-running` while another task runs from it; `bad-rate`;
`wrong-destination` for a queue of the other type or the queue itself.
*/
export async function planRedrive(
	session: Session,
	options: {queue: QueueRef; destination?: QueueRef; ratePerSecond?: number},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<RedriveRequest>> {
	const within = signal ? {signal} : {};
	const {ratePerSecond} = options;
	checkRate(ratePerSecond);
	const [queue, destination, sources, account] = await Promise.all([
		session.queues.attributes(options.queue.url, within),
		options.destination && session.queues.attributes(options.destination.url, within),
		session.queues.deadLetterSources(options.queue.url, within),
		accountFact(session, within),
	]);
	checkQueues({queue, destination, sources});
	const [tasks, targets] = await Promise.all([
		session.queues.moveTasks(queue.arn, within),
		destination ? [destination] : Promise.all(sources.slice(0, sourcesMax).map(({url}) => session.queues.attributes(url, within))),
	]);
	checkTasks(queue, tasks);
	const targetNames = destination ? [destination.name] : sources.map(({name}) => name);
	return {
		operation: 'redrive',
		level: 'destroy',
		title: `Redrive ${queue.name}`,
		verb: 'redrive it',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			...facts({queue, targets, targetNames, ...(ratePerSecond !== undefined && {ratePerSecond}), isChosen: destination !== undefined}),
		],
		consequences: taskConsequences({
			queue,
			targets,
			to: destination ? destination.name : `where each came from (${namesOf(targetNames)})`,
			...howFast(queue, ratePerSecond),
		}),
		warnings: redriveWarnings({queue, targets}),
		command: commandLine(
			'redrive',
			queue.name,
			...(destination ? ['--to', destination.name] : []),
			...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		),
		counts: {ready: queue.readyCount},
		settings: {to: targetNames.join(', '), ...queueSettings(queue)},
		request: {queue, ...(destination && {destination}), ...(ratePerSecond !== undefined && {ratePerSecond})},
	};
}

/**
Starts AWS's message move task. It goes on without sluice; watch it with `watchMoveTask`.

Each message becomes new where it arrives: new id, receive count 0, retention from the start. Changes real data.

@see [StartMessageMoveTask](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html)
*/
export async function executeRedrive(
	session: Session,
	plan: Plan<RedriveRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {taskHandle: string}> {
	const {queue, destination, ratePerSecond} = plan.request;
	const {requestId, taskHandle} = await session.queues.startMoveTask({
		sourceArn: queue.arn,
		...(destination && {destinationArn: destination.arn}),
		...(ratePerSecond !== undefined && {ratePerSecond}),
		...(signal && {signal}),
	});
	const to = destination ? destination.name : 'where they came from';
	return {
		summary: `Redriving about ${plural(queue.readyCount, 'message')} of ${queue.name} to ${to}.`,
		taskHandle,
		...(requestId !== undefined && {requestId}),
	};
}

function facts(options: {
	queue: QueueAttributes;
	targets: readonly QueueAttributes[];
	targetNames: readonly string[];
	ratePerSecond?: number;
	isChosen: boolean;
}): Plan['facts'] {
	const {queue, targets, targetNames, ratePerSecond, isChosen} = options;
	const names = targetNames.slice(0, 4).join(', ') + (targetNames.length > 4 ? ` and ${targetNames.length - 4} more` : '');
	const retentions = [...new Set(targets.map(({retentionSeconds}) => formatSeconds(retentionSeconds)))].join(' or ');
	const {rate, seconds} = howFast(queue, ratePerSecond);
	return [
		{label: 'moves', text: `all, about ${formatCount(queue.readyCount)}`},
		{label: 'to', text: isChosen ? names : `where each came from: ${names}`},
		{label: 'how', text: `AWS's own task, ${rate}: about ${formatSeconds(seconds)}; goes on when sluice ends`},
		{label: 'becomes', text: `each is new: new id, receive count 0, kept ${retentions} from now`},
		{label: 'stopped', text: 'a cancelled task stops after a while; what has moved stays moved'},
	];
}

function howFast({readyCount}: QueueAttributes, ratePerSecond: number | undefined): {rate: string; seconds: number} {
	return {
		rate: ratePerSecond === undefined ? 'as fast as AWS can, up to 500 per second' : `at most ${formatCount(ratePerSecond)} per second`,
		seconds: Math.max(1, Math.ceil(readyCount / (ratePerSecond ?? ratePerSecondMax))),
	};
}

function checkRate(ratePerSecond: number | undefined): void {
	if (ratePerSecond === undefined) return;
	if (Number.isInteger(ratePerSecond) && ratePerSecond >= 1 && ratePerSecond <= ratePerSecondMax) return;
	throw new SluiceError(`A rate of ${ratePerSecond} is not possible: AWS moves 1 to ${ratePerSecondMax} messages per second.`, {
		code: 'bad-rate',
		nextSteps: ['Give a whole number, or none for as fast as AWS can.'],
	});
}

function checkQueues(queues: {queue: QueueAttributes; destination: QueueAttributes | undefined; sources: readonly QueueRef[]}): void {
	const {queue, destination, sources} = queues;
	if (sources.length === 0)
		throw new SluiceError(`${queue.name} is the dead-letter queue of no queue, so AWS does not redrive it.`, {
			code: 'not-a-dead-letter-queue',
			nextSteps: [`Name it in a queue's redrive policy first: ${queue.arn}`],
		});
	if (!destination) return;
	if (destination.arn === queue.arn) throw new SluiceError(`${queue.name} cannot be redriven to itself.`, {code: 'wrong-destination'});
	if (destination.isFifo !== queue.isFifo)
		throw new SluiceError(
			`${queue.name} and ${destination.name} are not of the same type: a FIFO queue is redriven to a FIFO queue only.`,
			{
				code: 'wrong-destination',
			},
		);
}

function checkTasks(queue: QueueAttributes, tasks: ReadonlyArray<{readonly status: string; readonly destinationArn?: string}>): void {
	const running = tasks.find(({status}) => status === 'RUNNING');
	if (!running) return;
	const to =
		running.destinationArn === undefined ? 'where they came from' : (parseArn(running.destinationArn)?.resource ?? running.destinationArn);
	throw new SluiceError(`A message move task from ${queue.name} to ${to} is running already.`, {
		code: 'move-task-running',
		nextSteps: [
			`Watch it: ${commandLine('redrive', queue.name, '--watch')}`,
			`Or cancel it: ${commandLine('redrive', queue.name, '--cancel')}`,
		],
	});
}
