import type {EpochMs} from '../../shared/clock.ts';
import {base64ByteCount} from '../shape.ts';
import type {RecordSegment} from './record-segment.ts';
import type {RecordsAnswer} from './records-answer.ts';

/** CBOR's major types that answers consist of, each in the upper three bits of an item's first byte. */
const unsigned = 0x00;
const byteString = 0x40;
const textString = 0x60;
const array = 0x80;
const map = 0xa0;

/** An integer of eight bytes, tagged as a time. */
const timeOpening = '\u00c1\u001b';

/**
The CBOR of an answer that holds records, written as it is wanted, because an encoder of objects takes several times as long.

Bytes are put together as text of one byte a character, which is written at once; only the data goes from base64 straight to its place.
*/
export function writeRecordsCbor(answer: RecordsAnswer): Uint8Array {
	const others = writeOthers(answer);
	const opening = startOf(map, 1 + others.count) + text('Records') + startOf(array, answer.range.count);
	const bytes = Buffer.allocUnsafeSlow(opening.length + recordsBytesMax(answer) + others.text.length);
	let end = bytes.write(opening, 'latin1');
	for (const {segment, from, until} of answer.range.parts()) {
		for (let position = from; position < until; position++) end = writeRecord(segment, position, bytes, end);
	}
	end += bytes.write(others.text, end, 'latin1');
	return bytes.subarray(0, end);
}

/** A record is never longer than its JSON: names are as long, the punctuation longer, and base64 is longer than what it stands for. */
function recordsBytesMax({range}: RecordsAnswer): number {
	return range.jsonPieces().reduce((total, piece) => total + piece.length, 0);
}

function writeRecord(segment: RecordSegment, position: number, bytes: Buffer, start: number): number {
	const {SequenceNumber: sequenceNumber, PartitionKey: partitionKey, EncryptionType: encryption} = segment.head(position);
	const data = segment.dataRange(position);
	const base64 = segment.bytes.toString('latin1', data.start, data.end);
	const memberCount = 3 + (partitionKey === undefined ? 0 : 1) + (encryption === undefined ? 0 : 1);
	let head =
		startOf(map, memberCount) +
		sequenceNumberName +
		startOf(textString, sequenceNumber.length) +
		sequenceNumber +
		timeName +
		time(segment.arrivedAtMs(position));
	if (partitionKey !== undefined) head += partitionKeyName + text(partitionKey);
	if (encryption !== undefined) head += text('EncryptionType') + text(encryption);
	head += dataName + startOf(byteString, base64ByteCount(base64));
	const dataStart = start + bytes.write(head, start, 'latin1');
	return dataStart + bytes.write(base64, dataStart, 'base64');
}

/** All that is not records, and how many members it is. */
function writeOthers(answer: RecordsAnswer): {readonly text: string; readonly count: number} {
	const {NextShardIterator: iterator, ContinuationSequenceNumber: continuation, ChildShards: children} = answer;
	const members = [text('MillisBehindLatest') + startOf(unsigned, answer.MillisBehindLatest)];
	if (iterator !== undefined) members.push(text('NextShardIterator') + text(iterator));
	if (continuation !== undefined) members.push(text('ContinuationSequenceNumber') + text(continuation));
	if (children !== undefined) members.push(text('ChildShards') + startOf(array, children.length) + children.map(writeChild).join(''));
	return {text: members.join(''), count: members.length};
}

function writeChild(child: NonNullable<RecordsAnswer['ChildShards']>[number]): string {
	const parents = startOf(array, child.ParentShards.length) + child.ParentShards.map(text).join('');
	const {StartingHashKey: start, EndingHashKey: end} = child.HashKeyRange;
	const range = startOf(map, 2) + text('StartingHashKey') + text(start) + text('EndingHashKey') + text(end);
	return startOf(map, 3) + text('ShardId') + text(child.ShardId) + text('ParentShards') + parents + text('HashKeyRange') + range;
}

const sequenceNumberName = text('SequenceNumber');
const timeName = text('ApproximateArrivalTimestamp');
const partitionKeyName = text('PartitionKey');
const dataName = text('Data');

function text(value: string): string {
	// Only ASCII takes a byte a character.
	const utf8 = Buffer.byteLength(value) === value.length ? value : Buffer.from(value).toString('latin1');
	return startOf(textString, utf8.length) + utf8;
}

/** Java's clients take nothing but whole milliseconds. */
function time(atMs: EpochMs): string {
	return timeOpening + bigEndian(Math.floor(atMs / 0x1_00_00_00_00), 4) + bigEndian(atMs % 0x1_00_00_00_00, 4);
}

/** An item's first byte and its length, count or value. */
function startOf(major: number, value: number): string {
	if (value < 24) return String.fromCharCode(major | value);
	if (value < 0x1_00) return String.fromCharCode(major | 24, value);
	if (value < 0x1_00_00) return String.fromCharCode(major | 25) + bigEndian(value, 2);
	if (value < 0x1_00_00_00_00) return String.fromCharCode(major | 26) + bigEndian(value, 4);
	return String.fromCharCode(major | 27) + bigEndian(Math.floor(value / 0x1_00_00_00_00), 4) + bigEndian(value % 0x1_00_00_00_00, 4);
}

function bigEndian(value: number, byteCount: 2 | 4): string {
	const low = String.fromCharCode((value >>> 8) & 0xff, value & 0xff);
	return byteCount === 2 ? low : String.fromCharCode((value >>> 24) & 0xff, (value >>> 16) & 0xff) + low;
}
