import {invalidParameter} from './errors.ts';

/** SNS's lists come in pages of this many; only two requests can ask for fewer. */
export const pageCountMax = 100;

export type Page<Item> = {readonly items: readonly Item[]; readonly nextToken?: string};

/**
One page of items, in the given order.

The token holds the key of the last item shown, so that what is created or deleted between two pages neither repeats nor hides anything else. `keyOf` must ascend along `items`.
*/
export function pageOf<Item>(
	items: readonly Item[],
	nextToken: string | undefined,
	keyOf: (item: Item) => string,
	countMax = pageCountMax,
): Page<Item> {
	const start = nextToken === undefined || nextToken === '' ? 0 : firstAfter(items, decodeToken(nextToken), keyOf);
	const page = items.slice(start, start + countMax);
	const last = page.at(-1);
	if (last === undefined || start + page.length >= items.length) return {items: page};
	return {items: page, nextToken: encodeToken(keyOf(last))};
}

function firstAfter<Item>(items: readonly Item[], key: string, keyOf: (item: Item) => string): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		// The index is below the length.
		if (keyOf(items[middle] as Item) <= key) low = middle + 1;
		else high = middle;
	}
	return low;
}

const tokenPrefix = 'sns:';

function encodeToken(key: string): string {
	return Buffer.from(tokenPrefix + key).toString('base64');
}

/** Assumed: the documentation names no text for a token that SNS did not make. */
function decodeToken(token: string): string {
	const text = Buffer.from(token, 'base64').toString();
	if (!text.startsWith(tokenPrefix)) throw invalidParameter('NextToken');
	return text.slice(tokenPrefix.length);
}
