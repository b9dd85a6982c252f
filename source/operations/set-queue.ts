import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {formatArn, parseArn} from '../shared/arn.ts';
import {UsageError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import {nearest} from './did-you-mean.ts';
import type {Level, Outcome, Plan} from './plan.ts';
import {readPolicy} from './policy-text.ts';
import {attributesOf, attributeText, findAttribute, queueAttributes, type QueueAttribute} from './queue-attribute.ts';
import {olderThan} from './queue-metrics.ts';
import {queueNameProblem} from './queue-name.ts';
import {queueSettings} from './queue-settings.ts';
import {checkRedriveTarget, readRedriveTarget, redrivePolicyText} from './redrive-policy.ts';
import {isDestructive, settingConsequence, type SettingKnowledge} from './setting-consequence.ts';
import {accountFact} from './where.ts';

/** `retention=4d`: a word of a setting, and what is typed for it. `redrive`, `redrive-allow` and `policy` are settings too. */
export type SettingChange = {readonly id: string; readonly text: string};

export type SetRequest = {readonly queue: QueueAttributes; readonly attributes: Readonly<Record<string, string>>};

/** One setting that becomes different: AWS's name and text, and what to say about it. */
type Prepared = {
	readonly name: string;
	readonly value: string;
	readonly fact: {readonly label: string; readonly text: string};
	readonly warnings: readonly string[];
	readonly level: Level;
	/** As a word of the command line. */
	readonly word: string;
};

type Tools = {readonly clock: Clock; readonly signal?: AbortSignal; readonly known?: SettingKnowledge; readonly mayReadMetrics?: boolean};

/**
Says what setting attributes of a queue does: each from what to what, and what becomes of messages and of those who use it.

@param tools.known What the caller knows about the messages; what is missing is asked of CloudWatch when `mayReadMetrics` says so.
@throws UsageError for an unknown setting or a value that cannot be; `redrive-refused` for a dead-letter queue that would never work.
*/
export async function planSetQueue(
	session: Session,
	options: {queue: QueueRef; changes: readonly SettingChange[]},
	tools: Tools,
): Promise<Plan<SetRequest>> {
	const within = tools.signal ? {signal: tools.signal} : {};
	if (options.changes.length === 0) throw new UsageError('Nothing is to be set.', {nextSteps: [`Settings: ${settingWords().join(', ')}.`]});
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	const prepared: Prepared[] = [];
	for (const change of options.changes) prepared.push(await prepare(session, {queue, change}, tools));
	const level = prepared.some(one => one.level === 'destroy') ? 'destroy' : 'change';
	return {
		operation: 'set',
		level,
		title: `Set ${prepared.map(({fact}) => fact.label).join(', ')} of ${queue.name}`,
		verb: 'set it',
		subject: {kind: 'queue', name: queue.name},
		facts: [account, ...prepared.map(({fact}) => fact)],
		warnings: prepared.flatMap(({warnings}) => warnings),
		command: commandLine('set', queue.name, ...prepared.map(({word}) => word)),
		counts: {ready: queue.readyCount, 'in flight': queue.inFlightCount, delayed: queue.delayedCount},
		settings: queueSettings(queue),
		request: {queue, attributes: Object.fromEntries(prepared.map(({name, value}) => [name, value]))},
	};
}

/**
Sets the attributes. AWS applies them within 60 seconds, retention within 15 minutes.

@see [SetQueueAttributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)
*/
export async function executeSetQueue(session: Session, plan: Plan<SetRequest>, {signal}: {signal?: AbortSignal} = {}): Promise<Outcome> {
	const {queue, attributes} = plan.request;
	await session.queues.setAttributes(queue.url, attributes, signal ? {signal} : {});
	const what = plan.facts.filter(({label}) => label !== 'account').map(({label, text}) => `${label} ${text.split('\n')[0]}`);
	return {summary: `${queue.name}: ${what.join('; ')}. AWS applies it within a minute.`};
}

/** Every word that `set` knows. */
export function settingWords(): readonly string[] {
	return [...queueAttributes.map(({id}) => id), 'redrive', 'redrive-allow', 'policy'];
}

async function prepare(session: Session, about: {queue: QueueAttributes; change: SettingChange}, tools: Tools): Promise<Prepared> {
	const {queue, change} = about;
	const word = change.id.toLowerCase();
	if (word === 'redrive' || word === 'redrivepolicy') return prepareRedrive(session, queue, change.text, tools);
	if (word === 'redrive-allow' || word === 'redriveallowpolicy') return prepareAllow(queue, change.text);
	if (word === 'policy') return preparePolicy(queue, change.text);
	const attribute = findAttribute(change.id);
	if (!attribute) throw unknownSetting(change.id);
	if (!attributesOf(queue).includes(attribute)) throw new UsageError(`Only FIFO queues have ${attribute.id}; ${queue.name} is standard.`);
	return prepareAttribute(session, {queue, attribute, text: change.text}, tools);
}

async function prepareAttribute(
	session: Session,
	{queue, attribute, text}: {queue: QueueAttributes; attribute: QueueAttribute; text: string},
	tools: Tools,
): Promise<Prepared> {
	const typed = attribute.read(text);
	if ('problem' in typed) throw new UsageError(`${attribute.id}: ${typed.problem}`);
	const change = {attribute, from: attributeText(queue, attribute), to: typed.value};
	const destroys = isDestructive(change);
	const known = destroys ? await withOlderCount(session, {queue, seconds: Number(typed.value)}, tools) : tools.known;
	const consequence = settingConsequence(queue, change, known);
	return {
		name: attribute.name,
		value: typed.value,
		fact: {label: attribute.label, text: `${attribute.show(change.from)} → ${attribute.show(typed.value)}`},
		warnings: consequence === undefined ? [] : [consequence],
		level: destroys ? 'destroy' : 'change',
		word: `${attribute.id}=${text.trim()}`,
	};
}

async function withOlderCount(
	session: Session,
	{queue, seconds}: {queue: QueueAttributes; seconds: number},
	{clock, signal, known = {}, mayReadMetrics}: Tools,
): Promise<SettingKnowledge> {
	if (known.olderCount !== undefined || !mayReadMetrics) return known;
	const olderCount = await olderThan(session, queue, {nowMs: clock.nowMs(), seconds, ...(signal && {signal})});
	return {...known, ...(olderCount !== undefined && {olderCount})};
}

async function prepareRedrive(session: Session, queue: QueueAttributes, text: string, {signal}: Tools): Promise<Prepared> {
	const target = readRedriveTarget(text);
	const before = queue.redrivePolicy;
	const from = before ? `${lastOf(before.deadLetterQueueArn)} after ${before.maxReceiveCount}` : 'none';
	if (target === 'none')
		return {
			name: 'RedrivePolicy',
			value: '',
			fact: {label: 'Redrive', text: `${from} → none`},
			warnings: ['Without a dead-letter queue a message that fails comes back until it expires.'],
			level: 'change',
			word: 'redrive=none',
		};
	if ('problem' in target) throw new UsageError(target.problem);
	const check = await checkRedriveTarget(session, {source: queue, target}, signal ? {signal} : {});
	const {maxReceiveCount} = target;
	const fewer =
		before && maxReceiveCount < before.maxReceiveCount
			? [`Messages received ${maxReceiveCount} times or more go there at their next receive.`]
			: [];
	return {
		name: 'RedrivePolicy',
		value: redrivePolicyText(check.target.arn, maxReceiveCount),
		fact: {label: 'Redrive', text: `${from} → ${check.target.name} after ${maxReceiveCount}`},
		warnings: [...fewer, ...check.warnings],
		level: 'change',
		word: `redrive=${text.trim()}`,
	};
}

/** `all`, `none` (nobody), or names and ARNs with commas between. */
function prepareAllow(queue: QueueAttributes, text: string): Prepared {
	const trimmed = text.trim();
	const arns = trimmed === 'all' || trimmed === 'none' ? [] : trimmed.split(',').map(word => sourceArnOf(queue, word.trim()));
	if (arns.length > 10) throw new UsageError('AWS allows at most 10 queues by name; use all.');
	const policy =
		trimmed === 'all'
			? {redrivePermission: 'allowAll'}
			: trimmed === 'none'
				? {redrivePermission: 'denyAll'}
				: {redrivePermission: 'byQueue', sourceQueueArns: arns};
	return {
		name: 'RedriveAllowPolicy',
		value: JSON.stringify(policy),
		fact: {label: 'Redrive allow', text: `${queue.raw['RedriveAllowPolicy'] ?? 'all'} → ${trimmed}`},
		warnings: [],
		level: 'change',
		word: `redrive-allow=${trimmed}`,
	};
}

/** The ARN of a queue that may have this one as its dead-letter queue: by its name, or an ARN of the same account and region, for others cannot. */
function sourceArnOf(queue: QueueAttributes, word: string): string {
	const own = parseArn(queue.arn);
	const arn = word.startsWith('arn:') ? parseArn(word) : own && {...own, resource: word};
	const isFifo = arn?.resource.endsWith('.fifo') ?? false;
	if (!own || arn?.service !== 'sqs' || queueNameProblem(arn.resource, {isFifo}) !== undefined)
		throw new UsageError(`"${word}" is no queue.`, {nextSteps: ['Write all, none, or names and ARNs of queues with commas between.']});
	if (arn.partition !== own.partition || arn.region !== own.region || arn.accountId !== own.accountId)
		throw new UsageError(
			`${arn.resource} is in ${arn.region} of ${arn.accountId}; ${queue.name} takes messages of queues in ${own.region} of ${own.accountId} only.`,
		);
	if (isFifo !== queue.isFifo)
		throw new UsageError(
			`${arn.resource} is ${isFifo ? 'a FIFO' : 'a standard'} queue; ${queue.name} takes messages of ${queue.isFifo ? 'FIFO' : 'standard'} queues only.`,
		);
	return formatArn(arn);
}

function preparePolicy(queue: QueueAttributes, text: string): Prepared {
	const reading = readPolicy(text);
	if ('problem' in reading) throw new UsageError(reading.problem);
	const bytes = (policy: string): string => (policy === '' ? 'none' : `${Buffer.byteLength(policy)} bytes`);
	return {
		name: 'Policy',
		value: reading.text,
		fact: {label: 'Policy', text: `${bytes(queue.policy ?? '')} → ${bytes(reading.text)}`},
		warnings: ['Who is not allowed any more is refused within a minute: senders, topics and consumers too.'],
		level: 'destroy',
		word: reading.text === '' ? 'policy=none' : 'policy=@policy.json',
	};
}

function unknownSetting(word: string): UsageError {
	const words = settingWords();
	const near = nearest(word, words);
	return new UsageError(`There is no setting "${word}".`, {
		nextSteps: [...(near === undefined ? [] : [`Did you mean "${near}"?`]), `Settings: ${words.join(', ')}.`],
	});
}

function lastOf(arn: string): string {
	return arn.slice(arn.lastIndexOf(':') + 1);
}
