import type {DecodeStep} from './decode.ts';
import {inflateZlib, startsWith, type InflateBudget} from './compression.ts';

/** Data that a serializer wrote with a schema: which schema, and the data behind the header. */
export type SchemaData = {readonly step: DecodeStep; readonly bytes: Uint8Array; readonly problem?: string};

/**
Reads the header that names a schema: Glue's, Confluent's or that of an Avro single object. The schema itself is not looked for.

Undefined when it begins like none. Text that happens to begin like one is text.
*/
export function readSchemaHeader(bytes: Uint8Array, budget: InflateBudget): SchemaData | undefined {
	return readGlue(bytes, budget) ?? readAvroSingleObject(bytes) ?? readConfluent(bytes);
}

const glueHeaderBytes = 18;

/**
Version 3, how it is compressed, the schema version's id.

@see [AWS Glue Schema Registry](https://docs.aws.amazon.com/glue/latest/dg/schema-registry-works.html)
*/
export function readGlue(bytes: Uint8Array, budget: InflateBudget): SchemaData | undefined {
	if (bytes[0] !== 3 || bytes.length < glueHeaderBytes || !isRandomUuid(bytes.subarray(2, glueHeaderBytes))) return undefined;
	const hex = hexOf(bytes.subarray(2, glueHeaderBytes));
	const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
	const data = bytes.subarray(glueHeaderBytes);
	const compression = bytes[1];
	const step = (how: string): DecodeStep => ({
		name: 'Glue',
		id,
		details: [
			['schema version id', id],
			['compression', how],
		],
	});
	if (compression === 0) return {step: step('none'), bytes: data};
	if (compression !== 5) {
		const code = compression?.toString(16).padStart(2, '0') ?? '';
		return {step: step(`unknown (${code})`), bytes: data, problem: `Its Glue header names compression ${code}, which is not known.`};
	}
	const inflated = inflateZlib(data, budget);
	if (inflated && 'bytes' in inflated) return {step: step('zlib'), bytes: inflated.bytes};
	return {step: step('zlib'), bytes: data, problem: inflated?.problem ?? 'Its Glue header names zlib, but the data cannot be opened.'};
}

/** The variant and version that ids have which were made by chance. Letters cannot have that variant, so text fails here. */
function isRandomUuid(bytes: Uint8Array): boolean {
	return (bytes[6] ?? 0) >> 4 === 4 && (bytes[8] ?? 0) >> 6 === 0b10;
}

/**
Two bytes, then the fingerprint of the schema.

@see [Avro single-object encoding](https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding)
*/
export function readAvroSingleObject(bytes: Uint8Array): SchemaData | undefined {
	if (!startsWith(bytes, [0xc3, 0x01]) || bytes.length < 10) return undefined;
	const fingerprint = bytes.subarray(2, 10);
	const details: DecodeStep['details'] = [
		['fingerprint', hexOf(fingerprint)],
		['CRC-64-AVRO', hexOf(fingerprint.toReversed())],
	];
	return {step: {name: 'Avro', id: hexOf(fingerprint), details}, bytes: bytes.subarray(10)};
}

/** Ids are counted up from 1 by each registry: what is larger was not one. */
const confluentIdMax = 0xff_ff_ff;

/** A zero and four bytes of an id. */
function readConfluent(bytes: Uint8Array): SchemaData | undefined {
	if (bytes[0] !== 0 || bytes.length <= 5) return undefined;
	const id = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(1);
	if (id === 0 || id > confluentIdMax) return undefined;
	return {step: {name: 'Confluent', id: String(id), details: [['schema id', String(id)]]}, bytes: bytes.subarray(5)};
}

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}
