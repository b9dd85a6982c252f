import {commandLine} from '../../operations/command-line.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {parseTailStart} from '../../operations/tail-start.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatTime, plural} from '../../shared/units.ts';
import type {Step} from '../effects.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {goTo, type SheetLayer, type State} from '../state.ts';
import {startTail, streamRow} from './state.ts';
import {tailPlaceOf} from './tail-state.ts';

/** Where a tail starts: one field, of all open shards or of the one that was under the cursor. */
export const tailSheet: SheetDefinition = {
	kind: 'tail',
	crumb: 'tail',
	submitHint: 'read',
	factsAt: 'bottom',
	fields(sheet) {
		const {shard} = sheet.subject;
		return [
			{type: 'text', id: 'from', label: 'From', hint: 'latest'},
			...(shard
				? ([
						{
							type: 'choice',
							id: 'shards',
							label: 'Shards',
							options: [
								{value: 'one', label: shortShardId(shard), hint: 'this one, and its children after it'},
								{value: 'all', label: 'all', hint: 'all that are open, and their children'},
							],
						},
					] as const)
				: []),
		];
	},
	intro: sheet => [line(span(` Reading ${sheet.subject['stream']} changes nothing.`, 'bold'))],
	extra(sheet, state) {
		const shards = sheet.values['shards'] === 'one' ? 1 : (streamRow(state, sheet.subject['stream'] ?? '')?.summary?.openShardCount ?? 0);
		const calls = shards === 0 ? '' : `${plural(shards, 'read')} a second: `;
		return [
			[],
			...meaning(sheet, state),
			line(span(' latest, oldest, -15m, 14:30, 2026-11-25T14:30Z, a sequence number', 'dim')),
			[],
			line(span(` ${calls}1 a shard, 2 while behind, of the 5 that its readers share.`, 'dim')),
		];
	},
	command: sheet =>
		commandLine(
			'tail',
			sheet.subject['stream'],
			'--from',
			sheet.values['from']?.trim() || 'latest',
			...(sheet.values['shards'] === 'one' ? ['--shard', shortShardId(sheet.subject['shard'] ?? '')] : []),
		),
	problem(sheet, state) {
		const parsed = parse(sheet, state);
		return parsed instanceof UsageError ? parsed.message : undefined;
	},
	submit(sheet, state): Step {
		const position = parse(sheet, state);
		if (position instanceof UsageError) return {state, effects: []};
		const {shard, stream = ''} = sheet.subject;
		const started = startTail(state, stream, {
			from: sheet.values['from']?.trim() || 'latest',
			position,
			...(shard && sheet.values['shards'] === 'one' ? {shardIds: [shard]} : {}),
		});
		return {...started, state: goTo(started.state, 'streams', [{type: 'streams'}, tailPlaceOf(stream)])};
	},
};

/** What was typed; an empty field means the newest. */
function parse(sheet: SheetLayer, state: State) {
	try {
		return parseTailStart(sheet.values['from']?.trim() || 'latest', state.nowMs);
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
}

/** The same in words, so that `14:30` of yesterday is no surprise. */
function meaning(sheet: SheetLayer, state: State) {
	const position = parse(sheet, state);
	if (position instanceof UsageError) return position.nextSteps.map(step => line(span(` ${step}`, 'slow')));
	switch (position.type) {
		case 'latest':
			return [line(' Only what arrives from now on.')];
		case 'oldest':
			return [line(' Everything that the stream still holds, closed shards first.')];
		case 'time':
			return [line(` What arrived since ${new Date(position.atMs).toISOString().slice(0, 10)} ${formatTime(position.atMs)}.`)];
		case 'at-sequence-number':
		case 'after-sequence-number':
			return [line(' From this record on, in its own shard and the children of that.')];
	}
}
