/** Changes to libraries in the bundle, for what they do at every start. Each throws when the library no longer looks as it did. */
import type {Plugin} from 'rolldown';

/**
Yoga's loader fetches its WebAssembly from a data URI, and `fetch` brings undici and, with it, HTTP/2, TLS, zlib and assert: 40 ms. The bytes are at hand.
*/
export const yogaFromBytes: Plugin = {
	name: 'yoga-from-bytes',
	transform: {
		filter: {id: /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/},
		handler: code => withYogaBytes(code),
	},
};

export function withYogaBytes(code: string): string {
	const binary = /H="data:application\/octet-stream;base64,([\w+/=]+)"/.exec(code);
	if (!binary) throw new Error('Yoga does not carry its WebAssembly as it did.');
	const without = code.replace(binary[0], 'H=""');
	return replaced(without, 'var w;h.wasmBinary&&(w=h.wasmBinary);', `var w=Buffer.from("${binary[1]}","base64");`);
}

/** What is one cell wide in every terminal with `string-width`'s own defaults: ASCII, Latin, and the glyphs that the console draws with. */
export const narrowClass = String.raw`\u0020-\u007E\u00A1-\u00AC\u00AE-\u017F\u2010-\u2027\u2039\u203A\u2190-\u2193\u21E7\u2248\u2264\u2265\u23CE\u2500-\u259F`;

/**
`string-width` asks Intl.Segmenter and four regular expressions of Unicode sets about each cluster of a row with a single `─` in it, and builds the largest of
them, all emoji there are, at the start. Rows of narrow characters are counted instead, and the large ones are built when a row needs them.
*/
export const narrowStringWidth: Plugin = {
	name: 'narrow-string-width',
	transform: {
		filter: {id: /\/string-width\/index\.js$/},
		handler: code => withNarrowWidth(code),
	},
};

export function withNarrowWidth(code: string): string {
	const narrow = replaced(
		code,
		'if (/^[\\u0020-\\u007E]*$/.test(string)) {',
		`if (narrowRegex.test(string) && (ambiguousIsNarrow || /^[\\u0020-\\u007E]*$/.test(string))) {`,
	);
	const lazy = replaced(narrow, 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;\n');
	const asked = replaced(lazy, 'rgiEmojiRegex.test(', '(rgiEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(');
	return `const narrowRegex = /^[${narrowClass}]*$/;\n${asked}`;
}

/**
Intl.Segmenter takes 17 ms to begin with and microseconds for each character after that, and Ink, its libraries and ours ask it about each row that is drawn. In
rows of narrow characters and escapes each code unit is a segment of its own; only others need it.
*/
export const quickSegmenters: Plugin = {
	name: 'quick-segmenters',
	resolveId: {filter: {id: /^quick-segmenter$/}, handler: () => '\0quick-segmenter'},
	load: {filter: {id: /^\0quick-segmenter$/}, handler: () => quickSegmenterCode},
	transform: {
		filter: {code: /= new Intl\.Segmenter\(/},
		handler: code => withQuickSegmenters(code),
	},
};

export const quickSegmenterCode = String.raw`const narrow = /^[\u0007\u001B${narrowClass}]*$/;
export function quickSegmenter(...options) {
	let made;
	return {
		segment(input) {
			if (!narrow.test(input)) return (made ??= new Intl.Segmenter(...options)).segment(input);
			const segments = Array.from({length: input.length}, (_, index) => ({segment: input[index], index, input}));
			return Object.assign(segments, {containing: (index = 0) => segments[index]});
		},
	};
}
`;

/** Those of graphemes, which is what all are that stand at the top of a module. */
export function withQuickSegmenters(code: string): string {
	const quick = code.replaceAll(
		/^const (\w+) = new Intl\.Segmenter\((|undefined, \{\s*granularity: ["']grapheme["'],?\s*\})\);/gm,
		'const $1 = quickSegmenter($2);',
	);
	return quick === code ? code : `import {quickSegmenter} from 'quick-segmenter';\n${quick}`;
}

function replaced(code: string, part: string, by: string): string {
	if (!code.includes(part)) throw new Error(`A library has no ${part} any more.`);
	return code.replace(part, () => by);
}
