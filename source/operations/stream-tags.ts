import type {Session} from '../aws/session.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

/** A tag to be set, or, without a value, to be removed. */
export type StreamTagRequest = {readonly stream: string; readonly key: string; readonly value?: string};

const tagCountMax = 50;
const allowed = /^[\p{L}\p{N}\s_.:/=+\-@]*$/u;

/** What is wrong with a tag; undefined when AWS takes it. */
export function tagProblem({key, value = ''}: {key: string; value?: string}): string | undefined {
	if (key === '' || key.length > 128) return 'A tag key has 1 to 128 characters.';
	if (key.toLowerCase().startsWith('aws:')) return 'Keys that begin with aws: are those of AWS.';
	if (value.length > 256) return 'A tag value has up to 256 characters.';
	return allowed.test(key) && allowed.test(value) ? undefined : 'Tags have letters, digits, spaces and _ . : / = + - @.';
}

/**
Says what setting or removing one tag of a stream changes. Changes nothing itself.

@throws UsageError for a tag that AWS refuses; `nothing-to-change`.
*/
export async function planStreamTag(
	session: Session,
	request: StreamTagRequest,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<StreamTagRequest>> {
	const within = signal ? {signal} : {};
	const problem = tagProblem(request);
	if (problem) throw new UsageError(problem);
	const [tags, account] = await Promise.all([session.streams.tags(request.stream, within), accountFact(session, within)]);
	const {key, stream, value} = request;
	const before = Object.hasOwn(tags, key) ? tags[key] : undefined;
	if (before === value)
		throw new SluiceError(value === undefined ? `${stream} has no tag ${key}.` : `Tag ${key} of ${stream} is that already.`, {
			code: 'nothing-to-change',
		});
	if (before === undefined && Object.keys(tags).length >= tagCountMax)
		throw new SluiceError(`${stream} has ${tagCountMax} tags, which is the most.`, {
			code: 'too-many-tags',
			nextSteps: ['Remove one first.'],
		});
	return {
		operation: 'tag-stream',
		level: 'change',
		title: `${value === undefined ? 'Remove' : 'Set'} tag ${key} of ${stream}`,
		verb: value === undefined ? 'remove it' : 'set it',
		subject: {kind: 'stream', name: stream},
		facts: [account, {label: key, text: `${before ?? 'absent'} → ${value ?? 'removed'}`}],
		warnings: ['Tags may decide who may use it, and who pays for it.'],
		command: commandLine('stream', value === undefined ? 'untag' : 'tag', stream, value === undefined ? key : `${key}=${value}`),
		counts: {},
		settings: {[`tag ${key}`]: before ?? 'absent'},
		request,
	};
}

/** Sets or removes the tag. */
export async function executeStreamTag(
	session: Session,
	{request}: Plan<StreamTagRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {key, stream, value} = request;
	const at = {name: stream, ...(signal && {signal})};
	const answer =
		value === undefined
			? await session.streams.removeTags({...at, keys: [key]})
			: await session.streams.addTags({...at, tags: {[key]: value}});
	return {summary: value === undefined ? `Removed tag ${key} of ${stream}.` : `Tag ${key} of ${stream} is ${value}.`, ...answer};
}
