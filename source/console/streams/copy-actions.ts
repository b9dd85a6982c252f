import {plural} from '../../shared/units.ts';
import type {Action} from '../action.ts';
import {copyToClipboard} from '../copy.ts';
import {step} from '../effects.ts';
import type {State} from '../state.ts';
import {recordUnderCursor, shardUnderCursor, streamUnderCursor} from './subject.ts';
import {dataText} from './tail-record.ts';

function copyAction(id: string, what: string, textOf: (state: State) => string | undefined): Action {
	return {
		places: ['streams', 'stream'],
		id,
		label: `Copy ${what}`,
		keys: [],
		danger: 'free',
		unavailable: state => (textOf(state) === undefined ? 'nothing of that is under the cursor' : undefined),
		perform(state) {
			const text = textOf(state) ?? '';
			return step(
				state,
				copyToClipboard(text, {
					copied: `Copied ${what}, ${plural(Buffer.byteLength(text), 'byte')}.`,
					refused: 'Nothing was copied: there is no terminal, or too much for its clipboard.',
				}),
			);
		},
	};
}

/** The menu of `y`. */
export const copyActions: readonly Action[] = [
	copyAction('stream.copy-name', "the stream's name", state => streamUnderCursor(state)?.ref.name),
	copyAction('stream.copy-arn', "the stream's ARN", state => streamUnderCursor(state)?.ref.arn),
	copyAction('shard.copy-id', 'the shard ID', state => shardUnderCursor(state)?.shard.id ?? recordUnderCursor(state)?.shardId),
	copyAction('record.copy-data', "the record's data", state => {
		const record = recordUnderCursor(state);
		return record && dataText(record.data);
	}),
	copyAction('record.copy-key', "the record's partition key", state => recordUnderCursor(state)?.partitionKey),
	copyAction('record.copy-sequence', "the record's sequence number", state => recordUnderCursor(state)?.sequenceNumber),
];
