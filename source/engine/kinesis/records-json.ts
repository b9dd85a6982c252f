import type {RecordsAnswer} from './records-answer.ts';

/** Longer answers leave as bytes, which are copied once; shorter ones as text, which leaves in one write with the headers. */
const textBytesMax = 32 * 1024;

const opening = '{"Records":[';

/**
The JSON of an answer that holds records, from texts that are ready. It has no character beyond ASCII.

JSON.stringify would look at each character of the data.
*/
export function writeRecordsJson(answer: RecordsAnswer): string | Uint8Array {
	if (answer.range.count === 0) return opening + writeOthers(answer);
	const pieces = answer.range.jsonPieces();
	const byteCount = pieces.reduce((total, piece) => total + piece.length, 0);
	if (byteCount <= textBytesMax) return opening + join(pieces).slice(0, -1) + writeOthers(answer);
	const others = writeOthers(answer);
	// The comma after the last record goes.
	const bytes = Buffer.allocUnsafeSlow(opening.length + byteCount - 1 + others.length);
	let end = bytes.write(opening, 'latin1');
	for (const piece of pieces) end += piece.copy(bytes, end);
	bytes.write(others, end - 1, 'latin1');
	return bytes;
}

function join(pieces: readonly Buffer[]): string {
	return pieces.reduce((text, piece) => text + piece.toString('latin1'), '');
}

/** All that follows the records. An iterator is base64, and the IDs of shards are plain. */
function writeOthers(answer: RecordsAnswer): string {
	const {NextShardIterator: iterator, ContinuationSequenceNumber: continuation, ChildShards: children} = answer;
	let text = ']';
	if (iterator !== undefined) text += `,"NextShardIterator":"${iterator}"`;
	if (continuation !== undefined) text += `,"ContinuationSequenceNumber":"${continuation}"`;
	text += `,"MillisBehindLatest":${answer.MillisBehindLatest}`;
	if (children !== undefined) text += `,"ChildShards":${JSON.stringify(children)}`;
	return `${text}}`;
}
