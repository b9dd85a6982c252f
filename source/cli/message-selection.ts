import type {Message} from '../aws/queue.ts';
import {messageCandidate} from '../operations/message-candidate.ts';
import type {MessageEdit} from '../operations/message-edit.ts';
import {readMessageLine, readMessageRef} from '../operations/message-json.ts';
import {selectAll, selectIds, selectMatching, type Selection} from '../operations/selection.ts';
import {UsageError} from '../shared/errors.ts';
import type {Invocation} from './command.ts';
import {readFilterFlag} from './filter-flag.ts';
import type {BooleanFlag, NumberFlag, TextFlag} from './flag.ts';
import {readLines} from './standard-input.ts';

/** The flags by which commands choose messages of a queue. */
export const selectionFlags = {
	ids: {
		type: 'text',
		placeholder: 'ID,ID…',
		description: 'These messages; - reads ids, or JSON lines with a messageId, from standard input',
	},
	filter: {type: 'text', placeholder: 'FILTER', description: 'Messages that match'},
	all: {type: 'boolean', description: 'All messages'},
	max: {type: 'number', placeholder: 'N', min: 1, max: 119_000, description: 'No more than N of them'},
} as const satisfies Record<string, TextFlag | BooleanFlag | NumberFlag>;

type SelectionValues = {
	readonly ids: string | undefined;
	readonly filter: string | undefined;
	readonly all: boolean;
	readonly max: number | undefined;
};

/** More ids than this are better given as a filter. */
const idsMax = 10_000;

/**
Reads which messages are meant. Undefined when no flag says.

@throws UsageError when more than one does, or a filter is wrong.
*/
export async function readSelection(
	invocation: Pick<Invocation, 'stdin' | 'clock' | 'environment' | 'input'>,
	flags: SelectionValues,
): Promise<Selection | undefined> {
	const {all, filter, ids, max} = flags;
	const given = [ids !== undefined && '--ids', filter !== undefined && '--filter', all && '--all'].filter(name => name !== false);
	if (given.length > 1)
		throw new UsageError(`${given.join(' and ')} choose messages in different ways.`, {nextSteps: ['Give one of them.']});
	const limit = max === undefined ? {} : {countMax: max};
	if (ids !== undefined) {
		if (max !== undefined) throw new UsageError('--max goes with --filter and --all; --ids says itself how many.');
		return selectIds(ids === '-' ? await readIds(invocation) : ids.split(',').filter(id => id !== ''));
	}
	if (filter !== undefined) return selectMatching({filter, matches: await matcherOf(filter, invocation), ...limit});
	return all ? selectAll(limit) : undefined;
}

/** As `readSelection`, for commands that cannot do without. */
export async function needSelection(
	invocation: Pick<Invocation, 'stdin' | 'clock' | 'environment' | 'input'>,
	flags: SelectionValues,
): Promise<Selection> {
	const selection = await readSelection(invocation, flags);
	if (selection) return selection;
	throw new UsageError('Which messages are meant?', {nextSteps: ['--ids ID,ID… or --filter FILTER or --all']});
}

/**
Reads JSON lines from standard input: which messages are meant, and what is sent in the place of each body and its attributes.

@throws UsageError for a line without a `messageId` or a `body`.
*/
export async function readEdited(
	invocation: Pick<Invocation, 'stdin'>,
): Promise<{selection: Selection; edits: ReadonlyMap<string, MessageEdit>}> {
	const edits = new Map<string, MessageEdit>();
	for await (const line of readLines(invocation)) {
		if (edits.size >= idsMax) throw new UsageError(`Standard input holds more than ${idsMax} messages.`);
		const {body, attributes} = readMessageLine(line);
		edits.set(readMessageRef(line).messageId, {body, ...(attributes && {attributes})});
	}
	return {selection: selectIds([...edits.keys()]), edits};
}

async function readIds(invocation: Pick<Invocation, 'stdin'>): Promise<string[]> {
	const ids: string[] = [];
	for await (const line of readLines(invocation)) {
		if (ids.length >= idsMax) throw new UsageError(`Standard input holds more than ${idsMax} ids.`);
		ids.push(readMessageRef(line).messageId);
	}
	return ids;
}

async function matcherOf(
	text: string,
	invocation: Pick<Invocation, 'clock' | 'environment' | 'input'>,
): Promise<(message: Message) => boolean> {
	const matches = await readFilterFlag(text, 'queue', invocation);
	return message => matches(messageCandidate(message, {nowMs: invocation.clock.nowMs()}));
}
