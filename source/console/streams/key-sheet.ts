import {commandLine} from '../../operations/command-line.ts';
import {shardFor} from '../../operations/put.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {formatHashKeyHex, hashPartitionKey} from '../../rules/hash-key.ts';
import {step} from '../effects.ts';
import {blank, line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {listOf, withList, type SheetLayer, type State} from '../state.ts';
import {shardBar} from './hash-space.ts';
import {shardParts} from './shard-rows.ts';
import {shardsOf, streamRow} from './state.ts';
import {shardViews, type StreamPlace} from './subject.ts';

/** Which open shard takes the records of a partition key: its MD5 says so, no call is needed. */
export const keySheet: SheetDefinition = {
	kind: 'shard of a key',
	crumb: 'shard of a key',
	submitHint: 'go to the shard',
	factsAt: 'bottom',
	fields: () => [{type: 'text', id: 'key', label: 'Key', hint: 'partition key, as the producer gives it'}],
	extra(sheet, state) {
		const key = sheet.values['key'] ?? '';
		const row = streamRow(state, sheet.subject['stream'] ?? '');
		if (key === '') return [blank, line(span(' Its MD5 is its place in the hash space.', 'dim'))];
		const hash = hashPartitionKey(key);
		const width = Math.max(20, state.size.columns - 16);
		const parts = shardParts(shardViews(row));
		const cell = Number((hash * BigInt(width)) >> 128n);
		return [
			blank,
			line(span(' MD5      ', 'dim'), `0x${formatHashKeyHex(hash)}`),
			line(span(' decimal  ', 'dim'), String(hash)),
			line(span(' shard    ', 'dim'), span(shardNumber(sheet, state) ?? 'none', 'bold')),
			blank,
			line(
				span(' hash 0 ', 'dim'),
				span(shardBar(parts, {width, glyphs: state.glyphs, named: shardNumber(sheet, state)}), 'accent'),
				span(`${state.glyphs.tee[1]} 2^128`, 'dim'),
			),
			line(`        ${' '.repeat(cell)}^`),
		];
	},
	command: sheet => commandLine('shards', sheet.subject['stream'], '--key', sheet.values['key'] ?? ''),
	problem(sheet, state) {
		if ((sheet.values['key'] ?? '') === '') return 'Partition key: 1 to 256 characters.';
		return shardNumber(sheet, state) === undefined ? 'Its shards are not read yet.' : undefined;
	},
	submit(sheet, state) {
		const found = findShard(sheet, state);
		const place: StreamPlace = {type: 'stream', name: sheet.subject['stream'] ?? '', tab: 'shards'};
		const index = shardViews(streamRow(state, place.name)).findIndex(({shard}) => shard.id === found?.id);
		const list = {...listOf(state, place), filter: '', ...(found && {cursorId: found.id}), cursorIndex: Math.max(0, index)};
		return step({...withList(state, place, list), layer: undefined});
	},
};

function findShard(sheet: SheetLayer, state: State) {
	return shardFor(shardsOf(streamRow(state, sheet.subject['stream'] ?? '')), {partitionKey: sheet.values['key'] ?? ''});
}

function shardNumber(sheet: SheetLayer, state: State): string | undefined {
	const shard = findShard(sheet, state);
	return shard && shortShardId(shard.id);
}
