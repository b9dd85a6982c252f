import type {Pattern} from './grammar.ts';

/** Whether a pattern is the whole of a text. With two pointers, so that no pattern takes long. */
export function matchesPattern({text: pattern, isWild}: Pattern, text: string): boolean {
	if (!isWild) return pattern === text;
	let patternIndex = 0;
	let textIndex = 0;
	let starIndex = -1;
	let retryIndex = 0;
	while (textIndex < text.length) {
		const wanted = pattern[patternIndex];
		if (wanted === '*') {
			starIndex = patternIndex++;
			retryIndex = textIndex;
		} else if (wanted === '?' || wanted === text[textIndex]) {
			patternIndex++;
			textIndex++;
		} else if (starIndex >= 0) {
			patternIndex = starIndex + 1;
			textIndex = ++retryIndex;
		} else return false;
	}
	while (pattern[patternIndex] === '*') patternIndex++;
	return patternIndex === pattern.length;
}

/** Whether a text is in another; without capitals, in any case. */
export function containsText(text: string, wanted: string): boolean {
	return isSmall(wanted) ? text.toLowerCase().includes(wanted) : text.includes(wanted);
}

/** Whether text is looked for in any case. */
export function isSmall(wanted: string): boolean {
	return wanted === wanted.toLowerCase();
}
