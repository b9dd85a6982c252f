import type {EpochMs} from '../../shared/clock.ts';
import type {Infer} from '../shape.ts';
import type {record} from './shapes.ts';

type RecordsAnswer = {
	readonly Records: ReadonlyArray<Infer<typeof record>>;
	readonly NextShardIterator?: string | undefined;
	readonly MillisBehindLatest?: number | undefined;
	readonly ChildShards?: unknown;
};

/**
The JSON of an answer that holds records, joined from texts that are ready: data is base64, numbers are digits, and only partition keys need quoting.

It is faster than JSON.stringify, which looks at each character of the data. The text has no character beyond ASCII, so that it leaves as it is held, one byte a character.
*/
export function writeRecordsJson(answer: RecordsAnswer): string {
	const {Records: records} = answer;
	if (records.length === 0) return `{"Records":[${writeOthers(answer)}`;
	const parts: string[] = ['{"Records":['];
	let lastMs: EpochMs | undefined;
	let seconds = '';
	let opening = '{"SequenceNumber":"';
	for (const one of records) {
		// Many records arrive in the same millisecond, and numbers are slow to write.
		if (one.ApproximateArrivalTimestamp !== lastMs) {
			lastMs = one.ApproximateArrivalTimestamp;
			seconds = String(lastMs / 1000);
		}
		const key = one.PartitionKey === undefined ? '' : `,"PartitionKey":${quote(one.PartitionKey)}`;
		const encryption = one.EncryptionType === undefined ? '' : `,"EncryptionType":"${one.EncryptionType}"`;
		// The data stands alone, because a short text and a long one cost least when they are joined only once.
		parts.push(`${opening}${one.SequenceNumber}","ApproximateArrivalTimestamp":${seconds}${key}${encryption},"Data":"`, one.Data);
		opening = '"},{"SequenceNumber":"';
	}
	parts.push(`"}${writeOthers(answer)}`);
	return parts.join('');
}

/** All that follows the records. An iterator is base64. */
function writeOthers({NextShardIterator: iterator, MillisBehindLatest: behindMs, ChildShards: children}: RecordsAnswer): string {
	let text = ']';
	if (iterator !== undefined) text += `,"NextShardIterator":"${iterator}"`;
	if (behindMs !== undefined) text += `,"MillisBehindLatest":${behindMs}`;
	if (children !== undefined) text += `,"ChildShards":${JSON.stringify(children)}`;
	return `${text}}`;
}

/** What a JSON text may hold as it is, and in one byte. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quote(text: string): string {
	if (plain.test(text)) return `"${text}"`;
	return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
