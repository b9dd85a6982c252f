import type {Members, Shape, StructureShape} from '../shape.ts';

/** What a value is, in the upper three bits of its first byte. */
const majorTypes = {positive: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6} as const;

const epochSecondsTag = 1;
const falseByte = 0xf4;
const trueByte = 0xf5;
const doubleByte = 0xfb;

/**
CBOR of an answer as Smithy's RPC v2 wants it: times as tag 1 with **seconds**, and every double as one.

Written here and not by the library, which writes doubles without a fraction as integers: some clients do not take these for doubles.

@see [Smithy RPC v2 CBOR protocol](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html)
*/
export function encodeRpcCbor(shape: StructureShape, value: unknown): Uint8Array {
	const writer = new Writer();
	writer.write(shape, value);
	return writer.bytes();
}

class Writer {
	#buffer = Buffer.allocUnsafe(1024);
	#length = 0;

	bytes(): Uint8Array {
		return this.#buffer.subarray(0, this.#length);
	}

	write(shape: Shape, value: unknown): void {
		// The casts hold because handlers are typed by the same shape.
		switch (shape.type) {
			case 'string':
				return this.#text(value as string);
			case 'boolean':
				return this.#byte(value === true ? trueByte : falseByte);
			case 'integer':
			case 'long':
				return this.#integer(value as number);
			case 'double':
				return this.#double(value as number);
			case 'timestamp':
				this.#head(majorTypes.tag, epochSecondsTag);
				return (value as number) % 1000 === 0 ? this.#integer((value as number) / 1000) : this.#double((value as number) / 1000);
			case 'blob':
				return this.#bytes(majorTypes.bytes, Buffer.from(value as string, 'base64'));
			case 'list':
				return this.#list(shape.member as Shape, value as readonly unknown[]);
			case 'map':
				return this.#map(value as Readonly<Record<string, unknown>>, () => shape.value as Shape);
			case 'structure': {
				const members: Members = {...shape.required, ...shape.optional};
				return this.#map(value as Readonly<Record<string, unknown>>, name => members[name]);
			}
		}
	}

	#list(member: Shape, items: readonly unknown[]): void {
		this.#head(majorTypes.list, items.length);
		for (const item of items) this.write(member, item);
	}

	/** Absent members stay out. */
	#map(value: Readonly<Record<string, unknown>>, shapeOf: (name: string) => Shape | undefined): void {
		const entries = Object.entries(value).flatMap(([name, item]) => {
			const shape = shapeOf(name);
			return shape && item !== undefined && item !== null ? [{name, shape, item}] : [];
		});
		this.#head(majorTypes.map, entries.length);
		for (const {name, shape, item} of entries) {
			this.#text(name);
			this.write(shape, item);
		}
	}

	#text(text: string): void {
		this.#bytes(majorTypes.text, Buffer.from(text));
	}

	#bytes(majorType: number, bytes: Buffer): void {
		this.#head(majorType, bytes.length);
		this.#reserve(bytes.length);
		this.#length += bytes.copy(this.#buffer, this.#length);
	}

	#integer(value: number): void {
		if (value < 0) this.#head(majorTypes.negative, -1 - value);
		else this.#head(majorTypes.positive, value);
	}

	#double(value: number): void {
		this.#byte(doubleByte);
		this.#reserve(8);
		this.#length = this.#buffer.writeDoubleBE(value, this.#length);
	}

	#byte(value: number): void {
		this.#reserve(1);
		this.#length = this.#buffer.writeUInt8(value, this.#length);
	}

	/** The type of a value together with its number, length or count. */
	#head(majorType: number, count: number): void {
		const type = majorType << 5;
		this.#reserve(9);
		if (count < 24) {
			this.#length = this.#buffer.writeUInt8(type | count, this.#length);
		} else if (count <= 0xff) {
			this.#length = this.#buffer.writeUInt8(type | 24, this.#length);
			this.#length = this.#buffer.writeUInt8(count, this.#length);
		} else if (count <= 0xffff) {
			this.#length = this.#buffer.writeUInt8(type | 25, this.#length);
			this.#length = this.#buffer.writeUInt16BE(count, this.#length);
		} else if (count <= 0xffff_ffff) {
			this.#length = this.#buffer.writeUInt8(type | 26, this.#length);
			this.#length = this.#buffer.writeUInt32BE(count, this.#length);
		} else {
			this.#length = this.#buffer.writeUInt8(type | 27, this.#length);
			this.#length = this.#buffer.writeBigUInt64BE(BigInt(count), this.#length);
		}
	}

	#reserve(count: number): void {
		if (this.#length + count <= this.#buffer.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count));
		this.#buffer.copy(larger);
		this.#buffer = larger;
	}
}
