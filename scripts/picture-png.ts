import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {Resvg} from '@resvg/resvg-js';

/** Renders an SVG picture of a screen with the fonts of the project, so that it looks alike on every machine. */
export function svgToPng(svg: string, options: {scale?: number} = {}): Uint8Array {
	const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
	const fonts = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSansMono-Oblique.ttf', 'DejaVuSans.ttf'];
	const resvg = new Resvg(svg, {
		fitTo: {mode: 'zoom', value: options.scale ?? 1},
		font: {
			fontFiles: fonts.map(font => join(folder, font)),
			loadSystemFonts: false,
			defaultFontFamily: 'DejaVu Sans Mono',
			monospaceFamily: 'DejaVu Sans Mono',
		},
	});
	return resvg.render().asPng();
}
