import {describe, expect, test} from 'vitest';
import {svgToPng} from '../../scripts/picture-png.ts';
import {screenToSvg} from '../../scripts/picture-svg.ts';
import {createScreenBuffer} from './screen-buffer.ts';
import {parseKeys} from './screen-keys.ts';

function pictureOf(written: string): string {
	const screen = createScreenBuffer({columns: 20, rows: 2});
	screen.write(written);
	return screenToSvg(screen, {title: 'A <title>'});
}

describe('a picture of a screen', () => {
	test('has its text, safe for XML, at its column', () => {
		const svg = pictureOf('\u001B[2;5H<a&b>');

		expect(svg).toContain('>&lt;a&amp;b&gt;</text>');
		expect(svg).toContain(`x="${12 + 4 * 9}"`);
		expect(svg).toContain('<title>A &lt;title&gt;</title>');
	});

	test('draws text of one look as one run, and each look on its own', () => {
		const svg = pictureOf('plain \u001B[31mred\u001B[0m \u001B[1mbold\u001B[0m');

		expect(svg.match(/<text /g)).toHaveLength(3);
		expect(svg).toContain('font-weight="bold"');
		expect(svg).toContain('fill="#e5646b"');
	});

	test('paints the background of what is reversed, in one rectangle', () => {
		const svg = pictureOf('\u001B[7mselected row\u001B[0m');

		expect(svg).toMatch(/<rect x="12" y="12" width="108" height="17" fill="#d3d7de"\/>/);
		expect(svg).toContain('fill="#16181d" textLength');
	});

	test('becomes a PNG of its size', () => {
		const png = Buffer.from(svgToPng(pictureOf('hello')));

		expect(png.subarray(1, 4).toString()).toBe('PNG');
		expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([20 * 9 + 24, 2 * 17 + 24]);
	});
});

describe('keys in a row', () => {
	test.each([
		['jj<enter>', ['j', 'j', 'enter']],
		[': purge', [':', 'space', 'p', 'u', 'r', 'g', 'e']],
		['<lt><ctrl-c>é', ['<', 'ctrl-c', 'é']],
		['a>b', ['a', '>', 'b']],
		['', []],
	])('%j', (text, keys) => {
		expect(parseKeys(text)).toEqual(keys);
	});
});
