import {invalidArgument, validationException, type StreamPlace} from './errors.ts';

type Tags = Readonly<Record<string, string>>;

const tagCountMax = 50;

/** Tags in one call by AWS's model. */
const tagsInCallMax = 200;
const keyLengthMax = 128;
const valueLengthMax = 256;

/** Unicode letters and digits, white space and a few signs. Observed: AWS's own list leaves out the colon, which its newer operations allow. */
const illegalCharacter = /[^\p{L}\p{N}\s_./=+\-%@:]/u;

const invalidCharacters = 'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.';

/** Observed: the percent sign, though named as valid above, is refused in other words. */
const illegalCharacters =
	"some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.";

/** Throws unless keys and values are as long as they may be and of legal characters. */
export function checkTags(tags: Tags): void {
	const entries = Object.entries(tags);
	checkLengths(tags, entries);
	if (entries.some(([key, value]) => illegalCharacter.test(key) || illegalCharacter.test(value))) {
		throw invalidArgument('Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.');
	}
}

/** Throws where tags cannot be added to what a stream has. The words still speak of ten tags, the limit of 2014. */
export function checkTagsFit(current: ReadonlyMap<string, string>, tags: Tags, stream: StreamPlace): void {
	const failed = `Failed to add tags to stream ${stream.name} under account ${stream.accountId} because`;
	if (Object.entries(tags).some(([key, value]) => key.includes('%') || value.includes('%'))) {
		throw invalidArgument(`${failed} ${illegalCharacters}`);
	}
	if (new Set([...current.keys(), ...Object.keys(tags)]).size > tagCountMax) {
		throw invalidArgument(`${failed} a given stream cannot have more than 10 tags associated with it.`);
	}
}

export function addTags(current: Map<string, string>, tags: Tags): void {
	for (const [key, value] of Object.entries(tags)) current.set(key, value);
}

/** Throws where keys are of illegal characters. */
export function checkTagKeys(keys: readonly string[], stream: StreamPlace): void {
	if (keys.some(key => illegalCharacter.test(key))) throw invalidArgument(invalidCharacters);
	if (keys.some(key => key.includes('%'))) {
		throw invalidArgument(
			`Failed to remove tags from stream ${stream.name} under account ${stream.accountId} because ${illegalCharacters}`,
		);
	}
}

export function removeTags(current: Map<string, string>, keys: readonly string[]): void {
	for (const key of keys) current.delete(key);
}

/** In order of their keys, as AWS lists them. */
export function listTags(tags: ReadonlyMap<string, string>): ReadonlyArray<{readonly Key: string; readonly Value: string}> {
	return [...tags].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => ({Key: key, Value: value}));
}

function checkLengths(tags: Tags, entries: ReadonlyArray<[string, string]>): void {
	const shown = (): string => `{${entries.map(([key, value]) => `${key}=${value}`).join(', ')}}`;
	const fail = (constraint: string): never => {
		throw validationException(`1 validation error detected: Value '${shown()}' at 'tags' failed to satisfy constraint: ${constraint}`);
	};
	if (entries.length > tagsInCallMax) fail(`Member must have length less than or equal to ${tagsInCallMax}`);
	if (Object.keys(tags).some(key => key.length < 1 || key.length > keyLengthMax)) {
		fail(
			`Map keys must satisfy constraint: [Member must have length less than or equal to ${keyLengthMax}, Member must have length greater than or equal to 1]`,
		);
	}
	if (entries.some(([, value]) => value.length > valueLengthMax)) {
		fail(
			`Map value must satisfy constraint: [Member must have length less than or equal to ${valueLengthMax}, Member must have length greater than or equal to 0]`,
		);
	}
}
