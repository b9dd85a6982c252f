/** How many calls a listing makes at once: few enough for AWS's undocumented limits on control calls. */
const atOnceMax = 8;

/** Maps with at most eight calls under way. Answers in the order of the items. */
export async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
	const results: Result[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as Item); // Below the length.
	};
	await Promise.all(Array.from({length: Math.min(atOnceMax, items.length)}, worker));
	return results;
}

/** All items of a paged listing whose names contain the text. */
export async function collectNamed<Item extends {readonly name: string}>(
	pages: AsyncIterable<readonly Item[]>,
	text: string | undefined,
): Promise<readonly Item[]> {
	const found: Item[] = [];
	for await (const page of pages) found.push(...page.filter(item => text === undefined || item.name.includes(text)));
	return found;
}
