import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {fileURLToPath, pathToFileURL} from 'node:url';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {narrowClass, quickSegmenterCode, withNarrowWidth, withQuickSegmenters, withYogaBytes} from '../../scripts/quick-start.ts';
import {createSeededRandom} from '../../source/shared/random.ts';

const {resolve} = createRequire(import.meta.url);

/** Every character that is taken for narrow. */
const narrow = Array.from({length: 0x10000}, (_, code) => String.fromCharCode(code)).filter(text =>
	new RegExp(`^[${narrowClass}]$`).test(text),
);

/** What the segments and the width of text depend on: combining marks, emoji, wide letters, syllables, flags, line ends. */
const wide = [
	'é',
	'e\u0301',
	'👩‍👩‍👧',
	'❤️',
	'❤',
	'漢字',
	'각',
	'🇩🇪',
	'a\r\nb',
	'1️⃣',
	'\u200B',
	'ｱﾞ',
	'©\uFE0F',
	'↔\uFE0F',
	'─\u0301',
	'\u00AD',
];

/** Imports code as a module in the project's tree, so that it finds the libraries it imports. */
async function load<Module>(name: string, code: string): Promise<Module> {
	const folder = fileURLToPath(new URL('../../node_modules/.cache/sluice-test/', import.meta.url));
	mkdirSync(folder, {recursive: true});
	const path = `${folder}${name}-${process.pid}.mjs`;
	writeFileSync(path, code);
	try {
		return (await import(pathToFileURL(path).href)) as Module;
	} finally {
		rmSync(path);
	}
}

function shuffled(characters: readonly string[], seed: number): string {
	const random = createSeededRandom(seed);
	return characters
		.map(text => ({text, order: random.number()}))
		.toSorted((a, b) => a.order - b.order)
		.map(({text}) => text)
		.join('');
}

test('what is taken for narrow is one cell wide, and a segment of its own beside any other', () => {
	expect(narrow.length).toBeGreaterThan(400);
	expect(narrow.filter(text => stringWidth(text) !== 1)).toEqual([]);
	const texts = [1, 2, 3].map(seed => shuffled([...narrow, '\u001B', '\u0007'], seed));
	for (const text of texts) expect(Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment)).toEqual(text.split(''));
});

test('quick segments are those of Intl.Segmenter, for narrow rows and all others', async () => {
	const {quickSegmenter} = await load<{quickSegmenter: () => Intl.Segmenter}>('segmenter', quickSegmenterCode);
	const real = new Intl.Segmenter();

	for (const text of [...wide, narrow.join(''), '\u001B[31m─ orders ≈\u001B[0m', '', ...wide.map(each => `─${each}─`)]) {
		expect(Array.from(quickSegmenter().segment(text), ({index, segment}) => [index, segment])).toEqual(
			Array.from(real.segment(text), ({index, segment}) => [index, segment]),
		);
		expect(quickSegmenter().segment(text).containing(1)?.index).toBe(real.segment(text).containing(1)?.index);
	}
});

test('the quick width is the width of the library, for narrow rows and all others', async () => {
	const code = withNarrowWidth(readFileSync(resolve('string-width'), 'utf8'));
	const {default: quick} = await load<{default: typeof stringWidth}>('width', code);

	for (const text of [...wide, narrow.join(''), '\u001B[31m─ orders ≈\u001B[0m', '', ...wide.map(each => `─${each}─`)])
		for (const options of [{}, {ambiguousIsNarrow: false}, {countAnsiEscapeCodes: true}])
			expect(quick(text, options)).toBe(stringWidth(text, options));
});

test('the bundle starts without fetch, without the largest regular expression and without a segmenter', () => {
	const chunks = fileURLToPath(new URL('../../dist/chunks/', import.meta.url));
	const console = readdirSync(chunks)
		.map(name => readFileSync(`${chunks}${name}`, 'utf8'))
		.filter(code => code.includes('yoga-wasm') || code.includes('RGI_Emoji'))
		.join('\n');

	expect(console.includes('Buffer.from("AGFzbQ')).toBe(true);
	expect(console.includes('data:application/octet-stream;base64,AGFzbQ')).toBe(false);
	expect(/^(?:const|let) \w+ = \/\^\\p\{RGI_Emoji\}/m.test(console)).toBe(false);
	expect(/^const [\w$]+ = new Intl\.Segmenter/m.test(console)).toBe(false);
});

test('a library that looks otherwise than expected stops the build', () => {
	expect(() => withYogaBytes('var H="yoga.wasm";')).toThrow('Yoga does not carry its WebAssembly as it did.');
	expect(() => withNarrowWidth('export default 1;')).toThrow('A library has no');
	expect(withQuickSegmenters('const s = new Intl.Segmenter("th", {granularity: "word"});')).toBe(
		'const s = new Intl.Segmenter("th", {granularity: "word"});',
	);
});
