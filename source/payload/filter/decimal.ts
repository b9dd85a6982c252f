/**
Compares two JSON numbers by all their digits: 9007199254740993 and 9007199254740992 differ, 1.10 and 1.1 do not, 1E400 is no infinity.

@returns Below, at or above 0, like a comparator.
*/
export function compareDecimals(a: string, b: string): number {
	if (a === b) return 0;
	// Up to 15 characters without an exponent a float keeps every digit.
	if (a.length <= 15 && b.length <= 15 && plain.test(a) && plain.test(b)) return Math.sign(Number(a) - Number(b));
	const [left, right] = [readDecimal(a), readDecimal(b)];
	if (left.sign !== right.sign) return left.sign - right.sign;
	return left.sign === 0 ? 0 : left.sign * compareMagnitudes(left, right);
}

/** Whether the text is a number as JSON writes it. */
export function isDecimal(text: string): boolean {
	return decimal.test(text);
}

const plain = /^-?\d+(?:\.\d+)?$/;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** 0.`digits` × 10 ^ `exponent`, without zeros at either end. */
type Decimal = {readonly sign: -1 | 0 | 1; readonly digits: string; readonly exponent: bigint};

function readDecimal(text: string): Decimal {
	const [, minus, whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
	const all = whole + fraction;
	const leading = zerosAtStart(all);
	if (leading === all.length) return {sign: 0, digits: '', exponent: 0n};
	return {
		sign: minus === '-' ? -1 : 1,
		digits: all.slice(leading, all.length - zerosAtEnd(all)),
		exponent: readExponent(exponent) + BigInt(whole.length - leading),
	};
}

/** Digits of an exponent that are read; one of a million digits would take long, and is out of every order anyway. */
const exponentDigitsMax = 30;

function readExponent(text: string): bigint {
	const digits = text.replace(/^[+-]?0*/, '') || '0';
	const size = digits.length > exponentDigitsMax ? 10n ** BigInt(exponentDigitsMax) : BigInt(digits);
	return text.startsWith('-') ? -size : size;
}

function zerosAtStart(digits: string): number {
	let count = 0;
	while (digits[count] === '0') count++;
	return count;
}

/** No regular expression: `/0+$/` tries again at every zero of a long number. */
function zerosAtEnd(digits: string): number {
	let count = 0;
	while (digits[digits.length - 1 - count] === '0') count++;
	return count;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
	if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
	// Without zeros at the end the order of the digits as text is that of the numbers.
	return a.digits === b.digits ? 0 : a.digits < b.digits ? -1 : 1;
}
