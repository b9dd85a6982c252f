import type {EpochMs} from '../../shared/clock.ts';

/** A record as its shard keeps it. */
export type StoredRecord = {
	/** 56 decimal digits. */
	readonly sequenceNumber: string;
	/** Absent only where the stream distributes records itself and the producer gave none. */
	readonly partitionKey: string | undefined;
	/** Base64 text. */
	readonly data: string;
	readonly arrivedAtMs: EpochMs;
	/** Data before base64, plus the partition key in UTF-8. */
	readonly byteCount: number;
	readonly isEncrypted: boolean;
};

/** The JSON of a record up to its data, which `"},` ends. */
export type RecordHead = string;

const opening = '{"SequenceNumber":"';
const closingByteCount = '"},'.length;
const quoteByte = 0x22;
const backslashByte = 0x5c;
const commaByte = 0x2c;
const keyLabel = '"PartitionKey":"';
const dataLabel = ',"Data":"';

/** Byte offsets. */
export type PlainHead = {readonly numberStart: number; readonly numberEnd: number; readonly keyStart: number; readonly keyEnd: number};

/**
Records side by side, each as the JSON text that GetRecords answers with and a comma after it, in one piece of memory.

Kept so, a record costs the garbage collector nothing, however many there are, and reading ten thousand of them is one copy. The text has no character beyond ASCII.
*/
export class RecordSegment {
	/** The position in the log of its first record. */
	readonly firstPosition: number;
	readonly bytes: Buffer;
	/** Where each record's text begins; the last one ends at `#length`. */
	readonly #starts: number[] = [];
	readonly #dataStarts: number[] = [];
	readonly #arrivedAtMs: EpochMs[] = [];
	/** Bytes of all records of the log before each one, as AWS counts them. */
	readonly #bytesBefore: number[] = [];
	#length = 0;

	constructor(firstPosition: number, size: number) {
		this.firstPosition = firstPosition;
		this.bytes = Buffer.allocUnsafeSlow(size);
	}

	/** The position after its last record. */
	get endPosition(): number {
		return this.firstPosition + this.#starts.length;
	}

	get size(): number {
		return this.bytes.length;
	}

	/** Bytes that a record takes here. */
	static byteCountOf(head: RecordHead, data: string): number {
		return head.length + data.length + closingByteCount;
	}

	hasRoomFor(byteCount: number): boolean {
		return this.#length + byteCount <= this.bytes.length;
	}

	/** @param bytesBefore Bytes of all records of the log before this one. */
	append(head: RecordHead, record: {readonly data: string; readonly arrivedAtMs: EpochMs; readonly bytesBefore: number}): void {
		const {bytes} = this;
		const dataStart = this.#length + bytes.write(head, this.#length, 'latin1');
		const end = dataStart + bytes.write(record.data, dataStart, 'latin1');
		bytes[end] = quoteByte;
		bytes[end + 1] = 0x7d;
		bytes[end + 2] = 0x2c;
		this.#starts.push(this.#length);
		this.#dataStarts.push(dataStart);
		this.#arrivedAtMs.push(record.arrivedAtMs);
		this.#bytesBefore.push(record.bytesBefore);
		this.#length = end + closingByteCount;
	}

	/** All of these are asked for positions that it holds, or for the one after them where that makes sense. */
	arrivedAtMs(position: number): EpochMs {
		return this.#arrivedAtMs[position - this.firstPosition] ?? Number.NaN;
	}

	bytesBefore(position: number): number {
		return this.#bytesBefore[position - this.firstPosition] ?? Number.NaN;
	}

	/** Where a record's text begins. */
	textStart(position: number): number {
		return this.#starts[position - this.firstPosition] ?? this.#length;
	}

	sequenceNumber(position: number): string {
		const start = this.textStart(position) + opening.length;
		return this.bytes.toString('latin1', start, this.bytes.indexOf(quoteByte, start));
	}

	/** Where the base64 text of a record's data begins. */
	dataStart(position: number): number {
		return this.#dataStarts[position - this.firstPosition] ?? this.#length;
	}

	/** Where it ends. */
	dataEnd(position: number): number {
		return this.textStart(position + 1) - closingByteCount;
	}

	/**
	Where in {@link bytes} the sequence number and the partition key of a record stand.

	Undefined where there is no key, where it is not plain ASCII, and where the record is encrypted: see {@link head} for those.
	*/
	plainHead(position: number): PlainHead | undefined {
		const {bytes} = this;
		const numberStart = this.textStart(position) + opening.length;
		const numberEnd = indexOfByte(bytes, quoteByte, numberStart);
		// After the number's own quote and comma, and after the time.
		const keyStart = indexOfByte(bytes, commaByte, numberEnd + 2) + 1 + keyLabel.length;
		const keyEnd = this.dataStart(position) - dataLabel.length - 1;
		if (keyStart > keyEnd) return undefined;
		for (let index = keyStart; index < keyEnd; index++) {
			if (bytes[index] === quoteByte || bytes[index] === backslashByte) return undefined;
		}
		return {numberStart, numberEnd, keyStart, keyEnd};
	}

	/** A record's members but its data and its time. */
	head(position: number): {readonly SequenceNumber: string; readonly PartitionKey?: string; readonly EncryptionType?: 'KMS'} {
		return readHead(this.bytes.toString('latin1', this.textStart(position), this.dataStart(position)));
	}
}

/** The JSON of a record up to its data. */
export function recordHead(record: Omit<StoredRecord, 'data' | 'byteCount' | 'arrivedAtMs'>, arrivedAtSeconds: string): RecordHead {
	const key = record.partitionKey === undefined ? '' : `,${keyLabel.slice(0, -1)}${quote(record.partitionKey)}`;
	const encryption = record.isEncrypted ? ',"EncryptionType":"KMS"' : '';
	return `${opening}${record.sequenceNumber}","ApproximateArrivalTimestamp":${arrivedAtSeconds}${key}${encryption}${dataLabel}`;
}

/** The members that {@link recordHead} wrote; cut out where nothing is escaped, which costs less than parsing. */
function readHead(head: RecordHead): ReturnType<RecordSegment['head']> {
	// The latter is as `recordHead` wrote it.
	if (head.includes('\\')) return JSON.parse(`${head}"}`) as ReturnType<RecordSegment['head']>;
	const until = (start: number): string => head.slice(start, head.indexOf('"', start));
	const keyStart = head.indexOf(keyLabel);
	return {
		SequenceNumber: until(opening.length),
		...(keyStart !== -1 && {PartitionKey: until(keyStart + keyLabel.length)}),
		...(head.includes('"EncryptionType":"KMS"', opening.length) && {EncryptionType: 'KMS'}),
	};
}

/** What a JSON text may hold as it is, and in one byte. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quote(text: string): string {
	if (plain.test(text)) return `"${text}"`;
	return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** As `Buffer.indexOf`, which costs more than the few bytes that are looked at here. */
function indexOfByte(bytes: Buffer, byte: number, start: number): number {
	let index = start;
	while (index < bytes.length && bytes[index] !== byte) index++;
	return index;
}
