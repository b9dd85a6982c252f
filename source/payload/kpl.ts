import {createHash} from 'node:crypto';

/** One of the user records that a producer packed into a Kinesis record. */
export type KplRecord = {
	readonly partitionKey: string;
	readonly explicitHashKey?: string;
	readonly data: Uint8Array;
};

export type KplAggregate = {readonly records: readonly KplRecord[]} | {readonly problem: string};

const magic = [0xf3, 0x89, 0x9a, 0xc2] as const;
const digestBytes = 16;

/** How the magic begins, as it is, in base64, and in base64 of that. */
const beginnings = [Buffer.from(magic), Buffer.from('84mawg'), Buffer.from('ODRtYXdn')];

/** Whether it is worth being read as an aggregate. Costs next to nothing. */
export function mayBeKplAggregate(payload: string | Uint8Array): boolean {
	const start = typeof payload === 'string' ? Buffer.from(payload.slice(0, 32).trimStart()) : payload.subarray(0, 8);
	return beginnings.some(beginning => beginning.equals(start.subarray(0, beginning.length)));
}

/**
Reads a record that the Kinesis Producer Library made of several.

Undefined when it does not begin like one. With a wrong checksum or contents that fit nowhere it answers the reason, and the record is to be shown as the bytes it is.

@see [KPL Aggregated Record Format](https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md)
*/
export function readKplAggregate(bytes: Uint8Array): KplAggregate | undefined {
	if (bytes.length < magic.length + digestBytes || magic.some((byte, index) => bytes[index] !== byte)) return undefined;
	const body = bytes.subarray(magic.length, -digestBytes);
	const digest = createHash('md5').update(body).digest();
	if (!digest.equals(bytes.subarray(-digestBytes)))
		return {problem: 'It begins like a KPL aggregate, but its MD5 checksum is wrong; it is shown as it came.'};
	try {
		return {records: readRecords(body)};
	} catch (error) {
		if (error instanceof BrokenMessage) return {problem: `The KPL aggregate cannot be read: ${error.message}; it is shown as it came.`};
		throw error;
	}
}

class BrokenMessage extends Error {}

type Field = {readonly number: number; readonly value: number | Uint8Array};

function readRecords(body: Uint8Array): readonly KplRecord[] {
	const fields = readFields(body);
	const texts = (number: number): readonly string[] =>
		fields.flatMap(field => (field.number === number && typeof field.value !== 'number' ? [textOf(field.value)] : []));
	const tables = {partitionKeys: texts(1), hashKeys: texts(2)};
	return fields.flatMap(field => (field.number === 3 && typeof field.value !== 'number' ? [readRecord(field.value, tables)] : []));
}

function readRecord(bytes: Uint8Array, tables: {partitionKeys: readonly string[]; hashKeys: readonly string[]}): KplRecord {
	const fields = readFields(bytes);
	const value = (number: number): number | Uint8Array | undefined => fields.findLast(field => field.number === number)?.value;
	const data = value(3);
	const partitionKey = lookUp(tables.partitionKeys, value(1), 'partition key');
	const hashKey = value(2);
	if (partitionKey === undefined || !(data instanceof Uint8Array)) throw new BrokenMessage('a record has no partition key or no data');
	return {partitionKey, data, ...(hashKey === undefined ? {} : {explicitHashKey: lookUp(tables.hashKeys, hashKey, 'hash key')})};
}

function lookUp(table: readonly string[], index: number | Uint8Array | undefined, what: string): string | undefined {
	if (typeof index !== 'number') return undefined;
	const text = table[index];
	if (text === undefined) throw new BrokenMessage(`a record names ${what} ${index + 1} of ${table.length}`);
	return text;
}

/** The fields of a protobuf message: numbers, and stretches of bytes. */
function readFields(bytes: Uint8Array): readonly Field[] {
	const fields: Field[] = [];
	const reader = new Reader(bytes);
	while (!reader.isAtEnd()) {
		const tag = reader.varint();
		const number = Math.floor(tag / 8);
		switch (tag % 8) {
			case 0:
				fields.push({number, value: reader.varint()});
				break;
			case 1:
				reader.take(8);
				break;
			case 2:
				fields.push({number, value: reader.take(reader.varint())});
				break;
			case 5:
				reader.take(4);
				break;
			default:
				throw new BrokenMessage('it is no protobuf message');
		}
	}
	return fields;
}

class Reader {
	readonly #bytes: Uint8Array;
	#offset = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	isAtEnd(): boolean {
		return this.#offset >= this.#bytes.length;
	}

	/** @throws BrokenMessage when it is cut off or too large to be an index or a length. */
	varint(): number {
		let value = 0;
		for (let shift = 0; shift < 49; shift += 7) {
			const byte = this.#bytes[this.#offset++];
			if (byte === undefined) throw new BrokenMessage('it is cut off');
			value += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) return value;
		}
		throw new BrokenMessage('a number in it is too large');
	}

	take(length: number): Uint8Array {
		const end = this.#offset + length;
		if (end > this.#bytes.length) throw new BrokenMessage('it is cut off');
		const taken = this.#bytes.subarray(this.#offset, end);
		this.#offset = end;
		return taken;
	}
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString();
}
