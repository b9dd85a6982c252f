/** Rows by which a key scrolls a text that fills a page; 0 for other keys. */
export function scrollDelta(key: string, page: number): number {
	const half = Math.round(page / 2);
	const deltas: Readonly<Record<string, number>> = {
		down: 1,
		j: 1,
		up: -1,
		k: -1,
		pagedown: page,
		space: page,
		pageup: -page,
		'ctrl-d': half,
		'ctrl-u': -half,
	};
	return deltas[key] ?? 0;
}
