import type {EpochMs} from '../../shared/clock.ts';
import {base64ByteCount} from '../shape.ts';
import type {PlainHead, RecordSegment} from './record-segment.ts';
import type {RecordsAnswer} from './records-answer.ts';

/** CBOR's major types that answers consist of, each in the upper three bits of an item's first byte. */
const unsigned = 0x00;
const byteString = 0x40;
const textString = 0x60;
const array = 0x80;
const map = 0xa0;

/** An integer of eight bytes, tagged as a time. */
const timeOpening = '\u00c1\u001b';

/** Base64 is decoded from text. Making one for each record costs as much as to decode it; one for a thousand is so long that the collector has work with it. */
const recordsPerText = 32;

/**
The CBOR of an answer that holds records, written as it is wanted, because an encoder of objects takes several times as long.

What is not a plain record is put together as text of one byte a character, which is written at once.
*/
export function writeRecordsCbor(answer: RecordsAnswer): Uint8Array {
	const others = writeOthers(answer);
	const opening = startOf(map, 1 + others.count) + text('Records') + startOf(array, answer.range.count);
	const output = new Output(opening.length + recordsBytesMax(answer) + others.text.length);
	output.text(opening);
	for (const {segment, from, until} of answer.range.parts()) {
		for (let first = from; first < until; first += recordsPerText) {
			const last = Math.min(until, first + recordsPerText);
			const records = new RecordWriter(output, segment, {from: first, until: last});
			for (let position = first; position < last; position++) records.write(position);
		}
	}
	output.text(others.text);
	return output.bytes.subarray(0, output.end);
}

/** A record is never longer than its JSON: names are as long, the punctuation longer, and base64 is longer than what it stands for. */
function recordsBytesMax({range}: RecordsAnswer): number {
	return range.jsonPieces().reduce((total, piece) => total + piece.length, 0);
}

/** What is written so far, byte by byte or by the piece. */
class Output {
	readonly bytes: Buffer;
	end = 0;

	constructor(byteCountMax: number) {
		this.bytes = Buffer.allocUnsafeSlow(byteCountMax);
	}

	/** @param latin1 One byte a character. */
	text(latin1: string): void {
		this.end += this.bytes.write(latin1, this.end, 'latin1');
	}

	/** The bytes that a base64 text stands for. */
	base64(base64: string): void {
		this.end += this.bytes.write(base64, this.end, 'base64');
	}

	/** Short pieces only: a call into Node costs as much as a hundred bytes here. */
	copy(source: Uint8Array, start: number, end: number): void {
		const {bytes} = this;
		let to = this.end;
		for (let index = start; index < end; index++) bytes[to++] = source[index] ?? 0;
		this.end = to;
	}

	/** A whole number of eight bytes. */
	integer(value: number): void {
		const {bytes} = this;
		this.end = bytes.writeUInt32BE(Math.floor(value / 0x1_00_00_00_00), this.end);
		this.end = bytes.writeUInt32BE(value % 0x1_00_00_00_00, this.end);
	}

	/** As {@link startOf}, for a length below 65,536. */
	start(major: number, value: number): void {
		const {bytes} = this;
		if (value < 24) {
			bytes[this.end++] = major | value;
			return;
		}
		if (value < 0x1_00) bytes[this.end++] = major | 24;
		else {
			bytes[this.end++] = major | 25;
			bytes[this.end++] = value >>> 8;
		}
		bytes[this.end++] = value & 0xff;
	}
}

/** Writes records of a segment of which some have been made text, from where that begins. */
class RecordWriter {
	readonly #output: Output;
	readonly #segment: RecordSegment;
	readonly #text: string;
	readonly #textStart: number;

	constructor(output: Output, segment: RecordSegment, positions: {readonly from: number; readonly until: number}) {
		this.#output = output;
		this.#segment = segment;
		this.#textStart = segment.textStart(positions.from);
		this.#text = segment.bytes.toString('latin1', this.#textStart, segment.textStart(positions.until));
	}

	write(position: number): void {
		const segment = this.#segment;
		const output = this.#output;
		const base64 = this.#text.slice(segment.dataStart(position) - this.#textStart, segment.dataEnd(position) - this.#textStart);
		const plain = segment.plainHead(position);
		if (plain) this.#writePlainHead(plain, segment.arrivedAtMs(position));
		else output.text(headText(segment.head(position), segment.arrivedAtMs(position)));
		const byteCount = base64ByteCount(base64);
		if (byteCount < 0x1_00_00) output.start(byteString, byteCount);
		else output.text(startOf(byteString, byteCount));
		output.base64(base64);
	}

	/** A record's members up to its data's bytes, copied from where they are kept. */
	#writePlainHead({numberStart, numberEnd, keyStart, keyEnd}: PlainHead, arrivedAtMs: EpochMs): void {
		const output = this.#output;
		const {bytes} = this.#segment;
		output.copy(beforeNumber, 0, beforeNumber.length);
		output.start(textString, numberEnd - numberStart);
		output.copy(bytes, numberStart, numberEnd);
		output.copy(beforeTime, 0, beforeTime.length);
		output.integer(arrivedAtMs);
		output.copy(beforeKey, 0, beforeKey.length);
		output.start(textString, keyEnd - keyStart);
		output.copy(bytes, keyStart, keyEnd);
		output.copy(beforeData, 0, beforeData.length);
	}
}

/** The same for every record. */
function headText(head: ReturnType<RecordSegment['head']>, arrivedAtMs: EpochMs): string {
	const {SequenceNumber: sequenceNumber, PartitionKey: partitionKey, EncryptionType: encryption} = head;
	const memberCount = 3 + (partitionKey === undefined ? 0 : 1) + (encryption === undefined ? 0 : 1);
	let members = startOf(map, memberCount) + sequenceNumberName + text(sequenceNumber) + timeName + time(arrivedAtMs);
	if (partitionKey !== undefined) members += partitionKeyName + text(partitionKey);
	if (encryption !== undefined) members += text('EncryptionType') + text(encryption);
	return members + dataName;
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

/** What stands between the members of a record that has a key and is not encrypted. */
const beforeNumber = Buffer.from(startOf(map, 4) + sequenceNumberName, 'latin1');
const beforeTime = Buffer.from(timeName + timeOpening, 'latin1');
const beforeKey = Buffer.from(partitionKeyName, 'latin1');
const beforeData = Buffer.from(dataName, 'latin1');

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
