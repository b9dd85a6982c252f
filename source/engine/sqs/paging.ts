import {invalidParameterValue, invalidValue} from './errors.ts';

const resultsMax = 1000;

/** A page of a sorted list. */
export type Page = {readonly items: readonly string[]; readonly nextToken: string | undefined};

/**
The names after those already given, at most `maxResults` of them. Without `maxResults` AWS stops at 1,000 and gives no token.

@param names In order.
@param options.start Where to begin without a token.
@param options.accepts Stops before the first name that it refuses.
*/
export function pageOf(
	names: readonly string[],
	request: {maxResults: number | undefined; nextToken: string | undefined; start?: number; accepts?: (name: string) => boolean},
): Page {
	const {maxResults} = request;
	if (maxResults !== undefined && (maxResults < 1 || maxResults > resultsMax))
		throw invalidParameterValue('Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.');
	const start = request.nextToken ? firstAfter(names, readToken(request.nextToken)) : (request.start ?? 0);
	const limit = maxResults ?? resultsMax;
	const items: string[] = [];
	for (let index = start; index < names.length; index++) {
		// The index is within the list.
		const name = names[index] as string;
		if (request.accepts && !request.accepts(name)) break;
		if (items.length === limit) return {items, nextToken: maxResults === undefined ? undefined : writeToken(items)};
		items.push(name);
	}
	return {items, nextToken: undefined};
}

const tokenPrefix = 'after:';

function writeToken(items: readonly string[]): string {
	return Buffer.from(tokenPrefix + items.at(-1)).toString('base64');
}

function readToken(token: string): string {
	const text = Buffer.from(token, 'base64').toString();
	if (!text.startsWith(tokenPrefix)) throw invalidValue({value: token, parameter: 'NextToken', reason: 'Invalid or expired next token.'});
	return text.slice(tokenPrefix.length);
}

/** The place of the first name that is greater than the given one. */
function firstAfter(names: readonly string[], name: string): number {
	return lowerBound(names, candidate => candidate <= name);
}

/** The place of the first name that is not less than the prefix. */
export function firstWithPrefix(names: readonly string[], prefix: string): number {
	return lowerBound(names, candidate => candidate < prefix);
}

function lowerBound(names: readonly string[], isBefore: (name: string) => boolean): number {
	let low = 0;
	let high = names.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		// The middle is within the list.
		if (isBefore(names[middle] as string)) low = middle + 1;
		else high = middle;
	}
	return low;
}
