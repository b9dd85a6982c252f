/**
Takes a picture of a program's screen.

  node scripts/picture.ts --columns 80 --rows 24 --keys "jj<enter>" --wait "text" --png /tmp/x.png -- node bin/sluice.js demo

--wait may be given several times: before the keys, for the first text; after the keys, for each of the others. `--text` prints the screen.
*/
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import type {ScreenBuffer} from '../test/helpers/screen-buffer.ts';
import {svgToPng} from './picture-png.ts';
import {playScene, type Scene} from './picture-scene.ts';
import {screenToSvg} from './picture-svg.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		columns: {type: 'string', default: '80'},
		rows: {type: 'string', default: '24'},
		keys: {type: 'string', default: ''},
		wait: {type: 'string', multiple: true, default: []},
		within: {type: 'string', default: '15000'},
		/** Milliseconds to let the screen settle before the picture. */
		settle: {type: 'string', default: '300'},
		svg: {type: 'string'},
		png: {type: 'string'},
		scale: {type: 'string', default: '1'},
		text: {type: 'boolean', default: false},
		env: {type: 'string', multiple: true, default: []},
	},
});

const [command = 'node', ...rest] = positionals.length > 0 ? positionals : ['node', 'bin/sluice.js', 'demo'];
const [first = /\S/, ...others] = values.wait;
const scene: Scene = {
	command: command === 'node' ? process.execPath : command,
	values: rest,
	columns: Number(values.columns),
	rows: Number(values.rows),
	env: Object.fromEntries(values.env.map(setting => [setting.slice(0, setting.indexOf('=')), setting.slice(setting.indexOf('=') + 1)])),
	steps: [{wait: first}, {keys: values.keys}, ...others.map(wait => ({wait}))],
};

function show(screen: ScreenBuffer): void {
	const svg = screenToSvg(screen);
	if (values.svg) writeFileSync(values.svg, svg);
	if (values.png) writeFileSync(values.png, svgToPng(svg, {scale: Number(values.scale)}));
	if (values.text || (!values.svg && !values.png)) process.stdout.write(`${screen.text()}\n`);
}

try {
	await playScene(scene, {withinMs: Number(values.within), settleMs: Number(values.settle)}, show);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
