import {commandLine} from '../../operations/command-line.ts';
import {findShard, shortShardId} from '../../operations/shard-id.ts';
import {SluiceError} from '../../shared/errors.ts';
import type {Step} from '../effects.ts';
import {blank, line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {shardsOf, startTail, streamRow} from './state.ts';
import {tailOf} from './tail-state.ts';

/** Which shards a tail reads: all, or a chosen few with the children of those. */
export const tailShardsSheet: SheetDefinition = {
	kind: 'tail shards',
	crumb: 'shards',
	submitHint: 'read these',
	factsAt: 'bottom',
	fields: () => [{type: 'text', id: 'shards', label: 'Shards', hint: 'all; or numbers: 5, 6'}],
	extra(sheet, state) {
		const open = shardsOf(streamRow(state, sheet.subject['stream'] ?? '')).filter(shard => shard.sequenceNumberEnd === undefined);
		const chosen = chosenIds(sheet, state);
		const count = chosen instanceof SluiceError ? 0 : (chosen?.length ?? open.length);
		return [
			blank,
			line(span(` Open: ${open.map(({id}) => shortShardId(id)).join(', ')}`, 'dim')),
			line(span(` ${count} of them would be read. Reading begins again at ${startOf(sheet, state)}; what is kept goes.`, 'dim')),
		];
	},
	command(sheet, state) {
		const chosen = chosenIds(sheet, state);
		const ids = chosen instanceof SluiceError ? [] : (chosen ?? []);
		return commandLine(
			'tail',
			sheet.subject['stream'],
			'--from',
			startOf(sheet, state),
			...ids.flatMap(id => ['--shard', shortShardId(id)]),
		);
	},
	problem(sheet, state) {
		const chosen = chosenIds(sheet, state);
		return chosen instanceof SluiceError ? [chosen.message, ...chosen.nextSteps].join(' ') : undefined;
	},
	submit(sheet, state): Step {
		const stream = sheet.subject['stream'] ?? '';
		const chosen = chosenIds(sheet, state);
		if (chosen instanceof SluiceError) return {state, effects: []};
		const {shardIds: _before, ...start} = tailOf(state, stream)?.start ?? {from: 'latest', position: {type: 'latest'} as const};
		return startTail({...state, layer: undefined}, stream, {...start, ...(chosen && {shardIds: chosen})});
	},
};

function startOf(sheet: SheetLayer, state: State): string {
	return tailOf(state, sheet.subject['stream'] ?? '')?.start.from ?? 'latest';
}

/** Undefined: all. */
function chosenIds(sheet: SheetLayer, state: State): readonly string[] | SluiceError | undefined {
	const words = (sheet.values['shards'] ?? '').split(/[\s,]+/).filter(Boolean);
	if (words.length === 0 || (words.length === 1 && words[0] === 'all')) return undefined;
	const shards = shardsOf(streamRow(state, sheet.subject['stream'] ?? ''));
	try {
		return [...new Set(words.map(word => findShard(shards, word).id))];
	} catch (error) {
		if (error instanceof SluiceError) return error;
		throw error;
	}
}
