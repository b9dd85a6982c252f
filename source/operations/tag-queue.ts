import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {UsageError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

/** What becomes of a queue's tags. */
export type TagChange = {readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[]};

export type TagRequest = TagChange & {readonly queue: QueueRef};

const tagsMax = 50;

/** `team=pay` sets, `team-` removes. */
export function readTagWords(words: readonly string[]): TagChange {
	const set: Record<string, string> = {};
	const remove: string[] = [];
	for (const word of words) {
		const equals = word.indexOf('=');
		if (equals > 0) set[word.slice(0, equals)] = word.slice(equals + 1);
		else if (equals === -1 && word.endsWith('-') && word.length > 1) remove.push(word.slice(0, -1));
		else throw new UsageError(`"${word}" is no tag.`, {nextSteps: ['Set one: team=pay. Remove one: team-']});
	}
	return {set, remove};
}

/** Why a tag cannot be; undefined when it can. */
export function tagProblem(key: string, value: string): string | undefined {
	if (key === '') return 'A tag needs a key.';
	if (key.toLowerCase().startsWith('aws:')) return 'Keys that begin with aws: are AWS’s own.';
	if (key.length > 128) return `${key.length} characters are too many for a key: at most 128.`;
	if (value.length > 256) return `${value.length} characters are too many for a value: at most 256.`;
	if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(`${key}${value}`)) return 'Only letters, digits, spaces and _ . : / = + - @ are allowed.';
	return undefined;
}

/**
Says what becomes of a queue's tags.

@throws UsageError for tags that cannot be.
*/
export async function planTagQueue(
	session: Session,
	options: TagRequest,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<TagRequest>> {
	const {queue, set, remove} = options;
	const within = signal ? {signal} : {};
	if (Object.keys(set).length === 0 && remove.length === 0)
		throw new UsageError('No tag is to be changed.', {nextSteps: ['Set one: team=pay. Remove one: team-']});
	for (const [key, value] of Object.entries(set)) {
		const problem = tagProblem(key, value);
		if (problem !== undefined) throw new UsageError(`${key}: ${problem}`);
	}
	const [tags, account] = await Promise.all([session.queues.tags(queue.url, within), accountFact(session, within)]);
	const missing = remove.find(key => !Object.hasOwn(tags, key));
	if (missing !== undefined) throw new UsageError(`${queue.name} has no tag "${missing}".`);
	const count = new Set([...Object.keys(tags), ...Object.keys(set)]).size - remove.length;
	if (count > tagsMax) throw new UsageError(`${queue.name} would have ${count} tags; AWS allows ${tagsMax}.`);
	return {
		operation: 'tag',
		level: 'change',
		title: `Tag ${queue.name}`,
		verb: 'do it',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			...Object.entries(set).map(([key, value]) => ({label: 'sets', text: `${key} = ${value}${wasText(tags[key], value)}`})),
			...remove.map(key => ({label: 'removes', text: `${key} = ${tags[key] ?? ''}`})),
		],
		warnings: ['Policies and cost reports may go by tags; AWS applies a change within a minute or so.'],
		command: commandLine(
			'tag',
			queue.name,
			...Object.entries(set).map(([key, value]) => `${key}=${value}`),
			...remove.map(key => `${key}-`),
		),
		counts: {},
		settings: {...tags},
		request: options,
	};
}

function wasText(before: string | undefined, after: string): string {
	if (before === undefined) return '  (new)';
	return before === after ? '  (as it is)' : `  (was ${before})`;
}

/**
Sets and removes the tags.

@see [TagQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html)
*/
export async function executeTagQueue(session: Session, plan: Plan<TagRequest>, {signal}: {signal?: AbortSignal} = {}): Promise<Outcome> {
	const {queue, set, remove} = plan.request;
	const within = signal ? {signal} : {};
	if (Object.keys(set).length > 0) await session.queues.tag(queue.url, set, within);
	if (remove.length > 0) await session.queues.untag(queue.url, remove, within);
	const words = [...Object.entries(set).map(([key, value]) => `${key} = ${value}`), ...remove.map(key => `${key} removed`)];
	return {summary: `Tags of ${queue.name}: ${words.join(', ')}.`};
}
