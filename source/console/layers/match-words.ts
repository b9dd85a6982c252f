/**
How well a text matches words in any order; undefined when one of them is not in it. Higher is better.

A word that begins the text is worth most, then one that begins a word of it. Case counts only where it was typed.
*/
export function matchWords(text: string, query: string): number | undefined {
	const words = query.split(/\s+/).filter(word => word !== '');
	const lower = text.toLowerCase();
	let score = 0;
	for (const word of words) {
		const found = (word === word.toLowerCase() ? lower : text).indexOf(word);
		if (found === -1) return undefined;
		const isWordStart = found === 0 || /[\s\-_./:]/.test(text[found - 1] ?? '');
		score += found === 0 ? 3 : isWordStart ? 2 : 1;
	}
	// Of two that match alike, the shorter one is nearer to what was typed.
	return score - text.length / 1000;
}
