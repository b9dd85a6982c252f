import {decodedTexts, decodePayload} from '../payload/decode.ts';
import {mayBeKplAggregate} from '../payload/kpl.ts';

/** What a filter looks at in a body or in the data of a record: everything decoded. */
export function candidateText(payload: string | Uint8Array): string {
	const decoded = decodePayload(payload);
	// The same text again would be kept in memory twice, by whoever keeps it.
	if (typeof payload === 'string' && decoded.text === payload) return payload;
	return decodedTexts(decoded).join('\n');
}

/** The texts, with their partition keys, of what a producer packed together; undefined where it is one alone. Decodes only what begins like an aggregate. */
export function aggregatedTexts(
	payload: string | Uint8Array,
): ReadonlyArray<{readonly text: string; readonly partitionKey: string}> | undefined {
	if (!mayBeKplAggregate(payload)) return undefined;
	return decodePayload(payload).children?.map(({partitionKey, decoded}) => ({partitionKey, text: decodedTexts(decoded).join('\n')}));
}
