/**
Whether a text fits a pattern of a policy: `*` stands for any characters, also none, and `?` for exactly one. Two pointers and no regular expression, so that no pattern of a stranger's takes long.
*/
export function matchesPolicyWildcard(pattern: string, text: string): boolean {
	let patternIndex = 0;
	let textIndex = 0;
	let starAt = -1;
	let retryAt = 0;
	while (textIndex < text.length) {
		const wanted = pattern[patternIndex];
		if (wanted === '*') {
			starAt = patternIndex++;
			retryAt = textIndex;
		} else if (wanted !== undefined && (wanted === '?' || wanted === text[textIndex])) {
			patternIndex++;
			textIndex++;
		} else if (starAt !== -1) {
			patternIndex = starAt + 1;
			textIndex = ++retryAt;
		} else return false;
	}
	while (pattern[patternIndex] === '*') patternIndex++;
	return patternIndex === pattern.length;
}

const arnPartCount = 6;

/** Whether an ARN fits a pattern, part by part: a wildcard does not reach over a colon, except in the last part. `*` alone fits every ARN. */
export function matchesArnPattern(pattern: string, arn: string): boolean {
	if (pattern === '*') return true;
	const wanted = arnParts(pattern);
	const found = arnParts(arn);
	if (wanted.length !== arnPartCount || found.length !== arnPartCount) return false;
	return wanted.every((part, index) => matchesPolicyWildcard(part, found[index] ?? ''));
}

function arnParts(text: string): readonly string[] {
	const parts = text.split(':');
	return [...parts.slice(0, arnPartCount - 1), ...(parts.length < arnPartCount ? [] : [parts.slice(arnPartCount - 1).join(':')])];
}
